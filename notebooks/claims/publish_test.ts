import assert from "node:assert/strict";
import { type Claim, claimOf } from "./claim.ts";
import type { MediaBundle } from "./display.ts";
import {
  answerBundle,
  changedBundles,
  claimEach,
  MEDIA_TYPE,
  publish,
  table,
  used,
} from "./publish.ts";

const cost = (id: string, value: number): Claim =>
  claimOf(id, {
    value,
    unit: "USD/month",
    source: { kind: "assumption", file: "a.ts", reason: "given" },
  });

Deno.test("table() and answer() show dollars and bars as they are, not as formulas and columns", async () => {
  const [sync, queue] = [cost("cost.sync", 52.63), cost("cost.queue", 70.18)];
  const shown: MediaBundle[] = [];
  await table({
    id: "costs",
    title: "A|B",
    columns: [{ header: "path", align: "left" }, { header: "a_b" }],
    rows: [["$1", sync], ["$2", queue]],
  }, (bundle) => {
    shown.push(bundle);
    return Promise.resolve();
  });
  assert.equal(
    shown[0]!["text/markdown"],
    [
      "**A\\|B**",
      "",
      "| path | a\\_b |",
      "| :-- | --: |",
      "| <span>\\$</span>1 | <span>\\$</span>52.63/month |",
      "| <span>\\$</span>2 | <span>\\$</span>70.18/month |",
    ].join("\n"),
  );
  assert.equal(
    answerBundle(["The paths cost ", " and ", "."], [sync, queue])["text/markdown"],
    "**The paths cost <span>\\$</span>52.63/month and <span>\\$</span>70.18/month.**",
  );
});

Deno.test("used() names runs, and what must be told of them, without waiting for their hashes", async () => {
  const never = new Promise<string[]>(() => {});
  const shown: MediaBundle[] = [];
  await used([
    { folder: "data/example/a", warnings: [], changed: never },
    { folder: "b_c", warnings: ["the run is interrupted", "x"], changed: never },
  ], (bundle) => Promise.resolve(void shown.push(bundle)));
  assert.equal(
    shown[0]!["text/markdown"],
    "Reads data/example/a\n\nReads b\\_c. **Read with care:** the run is interrupted; x",
  );
});

Deno.test("changedBundles() names the runs whose files were changed, and those alone", async () => {
  const run = (folder: string, ...changed: string[]) => ({
    folder,
    warnings: ["the run is interrupted"],
    changed: Promise.resolve(changed),
  });
  assert.deepEqual(
    await changedBundles([run("a"), run("b_c", "orders.csv was changed", "x"), run("d", "y")]),
    [
      { "text/markdown": "b\\_c. **Read with care:** orders.csv was changed; x" },
      { "text/markdown": "d. **Read with care:** y" },
    ],
  );
});

Deno.test("claimEach() displays the claims in their order, and names them", async () => {
  const source = { kind: "assumption", file: "a.ts", reason: "given" } as const;
  const figures = Object.fromEntries(
    ["b", "a", "c"].map((name, value) => [name, { value, unit: "orders", source }]),
  );
  const shown: MediaBundle[] = [];
  const claims = await claimEach(figures, (name) => `x.${name}`, (...bundles) => {
    shown.push(...bundles);
    return Promise.resolve();
  });
  assert.deepEqual(Object.keys(claims), ["b", "a", "c"]);
  assert.deepEqual(shown.map((bundle) => bundle[MEDIA_TYPE.claim]), Object.values(claims));
  assert.deepEqual(Object.values(claims).map(({ id, value }) => [id, value]), [
    ["x.b", 0],
    ["x.a", 1],
    ["x.c", 2],
  ]);
});

Deno.test("what was published is not shown once more at a cell's end", async () => {
  const display = () => Promise.resolve();
  const source = { kind: "assumption", file: "a.ts", reason: "given" } as const;
  const figures = { sync: { value: 52.63, unit: "USD/month", source } };
  const each = await claimEach(figures, (name) => `cost.${name}`, display);
  for (const value of [await publish(each.sync, display), each.sync, each]) {
    const show = Reflect.get(value, Symbol.for("Jupyter.display")) as () => object;
    assert.deepEqual(show(), {});
    assert.deepEqual(Object.getOwnPropertySymbols({ ...value }), [], "it is no part of the claim");
  }
});
