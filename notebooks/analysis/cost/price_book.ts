/**
 * The prices that the three paths need, under short names.
 *
 * @module
 */
import { DEFAULT_REGION, type Price, type PriceList, type Region } from "./prices.ts";

/** Where a price stands in the file, and up to how many units a month it holds. */
interface Item {
  service: string;
  item: string;
  /** Units a month at which the next tier begins. */
  tierEnds?: number;
}

/** What is paid for. Tiers are those of the item's own name, in the file's unit. */
export const PRICED = {
  vcpu: { service: "Fargate", item: "vCPU-hour Linux x86_64" },
  taskMemory: { service: "Fargate", item: "GB-hour Linux x86_64" },
  balancer: { service: "ALB", item: "load balancer hour" },
  balancerCapacity: { service: "ALB", item: "LCU-hour" },
  publicAddress: { service: "VPC", item: "public IPv4 address in use or idle" },
  publish: { service: "SNS", item: "publish requests standard topic" },
  deliveryToQueue: { service: "SNS", item: "deliveries to SQS" },
  deliveryToFunction: { service: "SNS", item: "deliveries to Lambda" },
  queueRequest: {
    service: "SQS",
    item: "standard requests (first 100 billion/month)",
    tierEnds: 100e9,
  },
  invocation: { service: "Lambda", item: "requests" },
  functionMemory: {
    service: "Lambda",
    item: "GB-second x86_64 tier 1 (first 6 billion GB-s/month)",
    tierEnds: 6e9,
  },
  taskLogs: {
    service: "CloudWatch Logs",
    item: "ingestion Standard class (custom logs such as awslogs from Fargate)",
  },
  functionLogs: {
    service: "CloudWatch Logs",
    item: "Lambda log ingestion Standard class first 10 TB",
    tierEnds: 10_000,
  },
  customMetric: {
    service: "CloudWatch",
    item: "custom metric (first 10000)",
    tierEnds: 10_000,
  },
  alarm: { service: "CloudWatch", item: "alarm standard resolution" },
  transferOut: {
    service: "Data transfer",
    item: "out to internet first 10 TB",
    tierEnds: 10_000,
  },
} as const satisfies Record<string, Item>;

/** See {@linkcode PRICED}. */
export type Priced = keyof typeof PRICED;

/** All prices of one region. */
export type PriceBook = Readonly<Record<Priced, Price>>;

/**
 * The prices of a region.
 *
 * @throws {RangeError} naming every price that is missing, or there twice.
 * @example
 * ```ts
 * import { priceBook } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const oregon = priceBook(await readPrices(), "us-west-2");
 * assert.equal(oregon.vcpu.usd, 0.04048);
 * assert.equal(oregon.balancerCapacity.unverified, true);
 * ```
 */
export function priceBook(list: PriceList, region: Region = DEFAULT_REGION): PriceBook {
  const faults: string[] = [];
  const found = Object.entries(PRICED).flatMap(([name, { service, item }]) => {
    try {
      return [[name, list.find({ service, item, region })] as const];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      faults.push(error.message);
      return [];
    }
  });
  if (faults.length > 0) throw new RangeError(faults.join("\n"));
  return Object.fromEntries(found) as Record<Priced, Price>;
}

/**
 * Those of some prices for whose value no source was found, each once.
 *
 * @example
 * ```ts
 * import { priceBook, unverifiedPrices } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const list = await readPrices();
 * assert.deepEqual(unverifiedPrices(Object.values(priceBook(list, "us-east-1"))), []);
 * assert.ok(unverifiedPrices(Object.values(priceBook(list, "us-west-2"))).length > 0);
 * ```
 */
export function unverifiedPrices(prices: Iterable<Price>): Price[] {
  return [...new Set(prices)].filter(({ unverified }) => unverified);
}
