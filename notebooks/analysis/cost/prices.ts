/**
 * List prices of AWS with their source and date, from `data/reference/prices.csv`.
 *
 * @module
 */
import { parse } from "@std/csv";
import { type Column, type Table, text } from "../../../experiments/run/columns.ts";
import type { Figure } from "../figure.ts";
import { ROOT } from "../run.ts";
import { quoted } from "../quoted.ts";

/** Regions that the prices are of. */
export const REGIONS = ["us-east-1", "us-west-2"] as const;

/** See {@linkcode REGIONS}. */
export type Region = typeof REGIONS[number];

/**
 * Where cost is told for if nothing else is said: the original names no region, and most of these
 * prices are known best.
 */
export const DEFAULT_REGION: Region = "us-east-1";

/** What one unit of an item costs. */
export interface Price {
  service: string;
  item: string;
  region: string;
  /** `GB-second`, `request`, `1000 requests`, … */
  unit: string;
  /** US dollars a unit; finite, >= 0. */
  usd: number;
  /** What is free each month, in the file's words; empty where nothing is. */
  freeTier: string;
  /** No source was found for this region, or the sources disagree about the value. */
  unverified: boolean;
  note: string;
  source: string;
  /** When the source said so; `unknown …` or empty where it does not say. */
  sourceDate: string;
}

const COLUMNS = [
  "service",
  "item",
  "region",
  "unit",
  "price_usd",
  "free_tier_per_month",
  "note",
  "source",
  "source_date",
] as const;

const FOLDER = "data/reference";

/** `prices.csv` as a table of DuckDB. */
export const pricesTable: Table = {
  file: "prices.csv",
  description: "List prices of AWS, one item a row; rows of unit `rule` say what is counted.",
  columns: COLUMNS.map((name): Column =>
    name === "price_usd"
      ? { name, type: "number", minimum: 0, unit: "USD", description: "Price of one unit." }
      : text(name, name)
  ),
};

/** What names a price. */
export type PriceKey = Pick<Price, "service" | "item" | "region">;

/** A file of prices, read. */
export interface PriceList {
  /** All prices; rules are not among them. */
  readonly prices: readonly Price[];
  /**
   * The one price of a key.
   *
   * @throws {RangeError} naming the key, if there is none or more than one.
   */
  find(key: PriceKey): Price;
}

/**
 * Reads prices from CSV text.
 *
 * @param csv with the columns of {@linkcode pricesTable}.
 * @throws {TypeError} naming every row whose price is no number >= 0, or the columns that are missing.
 * @example
 * ```ts
 * import { parsePrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const list = parsePrices(
 *   "service,item,region,unit,price_usd,free_tier_per_month,note,source,source_date\n" +
 *     "SQS,requests,us-west-2,request,0.0000004,,unverified: carried over,none found,\n",
 * );
 * const key = { service: "SQS", item: "requests", region: "us-west-2" };
 * assert.equal(list.find(key).usd, 4e-7);
 * assert.equal(list.find(key).unverified, true);
 * assert.throws(() => list.find({ ...key, region: "eu-west-1" }), /SQS, requests, eu-west-1/);
 * ```
 */
export function parsePrices(csv: string): PriceList {
  const [header = []] = parse(csv);
  const missing = COLUMNS.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    throw unreadable([`it must have columns ${missing.join(", ")}`]);
  }
  const rows = parse(csv, { skipFirstRow: true }).filter(({ unit }) => unit !== "rule");
  const prices = rows.map(toPrice);
  const faults = prices.flatMap((price, index) =>
    price.usd >= 0 && price.usd < Infinity ? [] : [
      `the price_usd of ${keyText(price)} must be a number >= 0, got ` +
      JSON.stringify(rows[index]!.price_usd),
    ]
  );
  if (faults.length > 0) throw unreadable(faults);
  const byKey = Map.groupBy(prices, keyText);
  return {
    prices,
    find(key) {
      const found = byKey.get(keyText(key)) ?? [];
      const [price] = found;
      if (price !== undefined && found.length === 1) return price;
      throw new RangeError(
        `Cannot price ${
          keyText(key)
        }: ${FOLDER}/prices.csv must have one such row, got ${found.length}`,
      );
    },
  };
}

function unreadable(faults: readonly string[]): TypeError {
  return new TypeError(
    `Cannot read ${FOLDER}/prices.csv: ${
      faults.join("; ")
    }; ${FOLDER}/README.md says what stands in it`,
  );
}

/**
 * Reads the repository's own prices.
 *
 * @throws {TypeError} if there is no such file, or as {@linkcode parsePrices}.
 */
export async function readPrices(path = `${ROOT}${FOLDER}/prices.csv`): Promise<PriceList> {
  const csv = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) throw unreadable(["there must be such a file"]);
    throw error;
  });
  return parsePrices(csv);
}

function toPrice(row: Record<string, string>): Price {
  const field = (name: typeof COLUMNS[number]) => row[name] ?? "";
  const price = field("price_usd").trim();
  return {
    service: field("service"),
    item: field("item"),
    region: field("region"),
    unit: field("unit"),
    usd: price === "" ? NaN : Number(price),
    freeTier: field("free_tier_per_month"),
    unverified: field("note").startsWith("unverified"),
    note: field("note"),
    source: field("source"),
    sourceDate: field("source_date"),
  };
}

function keyText({ service, item, region }: PriceKey): string {
  return `${service}, ${item}, ${region}`;
}

/**
 * A price as a figure: its row, and the query that finds it in any DuckDB inside `data/reference`.
 *
 * @returns unit `USD/<unit>`.
 * @example
 * ```ts
 * import { DEFAULT_REGION, priceFigure, readPrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const list = await readPrices();
 * const hour = list.find({ service: "ALB", item: "load balancer hour", region: DEFAULT_REGION });
 * assert.equal(priceFigure(hour).value, 0.0225);
 * assert.equal(priceFigure(hour).unit, "USD/hour");
 * ```
 */
export function priceFigure(price: Price): Figure {
  return {
    value: price.usd,
    unit: `USD/${price.unit}`,
    source: {
      kind: "rows",
      folder: FOLDER,
      file: pricesTable.file,
      rows: 1,
      query:
        `SELECT price_usd FROM '${pricesTable.file}' WHERE service = ${quoted(price.service)} ` +
        `AND item = ${quoted(price.item)} AND region = ${quoted(price.region)}`,
    },
  };
}
