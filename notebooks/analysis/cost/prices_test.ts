import assert from "node:assert/strict";
import { ROOT } from "../run.ts";
import { openTables } from "../tables.ts";
import { priceBook, PRICED, unverifiedPrices } from "./price_book.ts";
import { parsePrices, priceFigure, pricesTable, readPrices, REGIONS } from "./prices.ts";

const HEADER = pricesTable.columns.map(({ name }) => name).join(",");
const ROW = "SQS,requests,us-east-1,request,0.0000004,,a note,a source,2026-10-01";
const KEY = { service: "SQS", item: "requests", region: "us-east-1" };

Deno.test("parsePrices() carries source, date and note", () => {
  const { source, sourceDate, note, unverified } = parsePrices(`${HEADER}\n${ROW}\n`).find(KEY);
  assert.deepEqual([source, sourceDate, note, unverified], [
    "a source",
    "2026-10-01",
    "a note",
    false,
  ]);
});

Deno.test("find() names the price that is missing, and the one that is there twice", () => {
  const twice = parsePrices(`${HEADER}\n${ROW}\n${ROW}\n`);
  assert.throws(() => twice.find(KEY), {
    name: "RangeError",
    message:
      "Cannot price SQS, requests, us-east-1: data/reference/prices.csv must have one such " +
      "row, got 2",
  });
  assert.throws(() => twice.find({ ...KEY, item: "sends" }), /SQS, sends, us-east-1: .* got 0/);
});

Deno.test("a rule is not a price", () => {
  const list = parsePrices(`${HEADER}\nSQS,requests,us-east-1,rule,,,a note,a source,\n`);
  assert.throws(() => list.find(KEY), /got 0/);
});

for (const price of ["", "free", "-1", "Infinity"]) {
  Deno.test(`parsePrices() refuses a price of ${JSON.stringify(price)} by name`, () => {
    const csv = `${HEADER}\n${ROW.replace("0.0000004", price)}\n`;
    assert.throws(() => parsePrices(csv), ({ message }: Error) => {
      const rule = "the price_usd of SQS, requests, us-east-1 must be a number >= 0";
      return message.includes(`${rule}, got ${JSON.stringify(price)};`);
    });
  });
}

Deno.test("readPrices() says which file must be there", async () => {
  await assert.rejects(readPrices("/none/prices.csv"), {
    name: "TypeError",
    message: "Cannot read data/reference/prices.csv: there must be such a file; " +
      "data/reference/README.md says what stands in it",
  });
});

Deno.test("parsePrices() names the columns that are missing", () => {
  assert.throws(
    () => parsePrices("service,item\nSQS,requests\n"),
    /must have columns region, unit, price_usd/,
  );
  assert.throws(() => parsePrices(""), /must have columns service, item, region/);
  // A header alone lacks no column, but every price.
  assert.throws(() => parsePrices(`${HEADER}\n`).find(KEY), /got 0/);
});

Deno.test("priceBook() names every price that a region lacks", () => {
  const list = parsePrices(`${HEADER}\n${ROW}\n`);
  assert.throws(() => priceBook(list, "us-west-2"), (error: Error) => {
    for (const { service, item } of Object.values(PRICED)) {
      assert.ok(error.message.includes(`${service}, ${item}, us-west-2`), item);
    }
    return error instanceof RangeError;
  });
});

for (const region of REGIONS) {
  Deno.test(`each price of ${region} is what its query gives in DuckDB`, async () => {
    const tables = await openTables(`${ROOT}data/reference`, [pricesTable]);
    try {
      for (const price of Object.values(priceBook(await readPrices(), region))) {
        const { value, source } = priceFigure(price);
        assert.ok(source.kind === "rows" && price.region === region);
        assert.equal(await tables.value(source.query), value, price.item);
        assert.equal((await tables.rows(source.query)).length, source.rows);
      }
    } finally {
      tables.close();
    }
  });
}

Deno.test("unverifiedPrices() names those of us-west-2 that nobody vouches for", async () => {
  const west = priceBook(await readPrices(), "us-west-2");
  assert.deepEqual(
    unverifiedPrices(Object.values(west)).map(({ service, item }) => `${service}: ${item}`),
    [
      "ALB: LCU-hour",
      "SNS: publish requests standard topic",
      "SNS: deliveries to SQS",
      "SNS: deliveries to Lambda",
      "CloudWatch Logs: Lambda log ingestion Standard class first 10 TB",
      "CloudWatch: custom metric (first 10000)",
    ],
  );
});
