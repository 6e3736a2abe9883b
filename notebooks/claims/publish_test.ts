import assert from "node:assert/strict";
import { type Claim, claimOf } from "./claim.ts";
import {
  answerBundle,
  claimEach,
  type MediaBundle,
  publish,
  sent,
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

Deno.test("sent() lets the kernel send what was displayed before the cell is done", async () => {
  const happened: string[] = [];
  const display = sent(() => Promise.resolve(void happened.push("displayed")));
  setTimeout(() => happened.push("sent"));
  await display({ "text/plain": "It holds." });
  assert.deepEqual(happened, ["displayed", "sent"]);
});

Deno.test("used() names runs, and what must be told of them", async () => {
  const shown: MediaBundle[] = [];
  await used([
    { folder: "data/example/a", warnings: [] },
    { folder: "b_c", warnings: ["the run is interrupted", "x"] },
  ], (bundle) => Promise.resolve(void shown.push(bundle)));
  assert.equal(
    shown[0]!["text/markdown"],
    "Reads data/example/a\n\nReads b\\_c. **Read with care:** the run is interrupted; x",
  );
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
