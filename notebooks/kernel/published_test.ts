import assert from "node:assert/strict";
import type { MediaBundle } from "../claims/display.ts";
import { claim, MEDIA_TYPE, show, table } from "../claims/publish.ts";
import { CHART, drainFigure } from "./notebooks_for_tests.ts";
import { publishedBy } from "./published.ts";

/** A cell of outputs that `publish` makes, as they come back: through JSON. */
async function cellOf(
  cell: number,
  publish: (display: (bundle: MediaBundle) => Promise<void>) => Promise<unknown>,
) {
  const outputs: { output_type: "display_data"; data: MediaBundle; metadata: MediaBundle }[] = [];
  await publish((bundle) => {
    const data = JSON.parse(JSON.stringify(bundle));
    outputs.push({ output_type: "display_data", data, metadata: {} });
    return Promise.resolve();
  });
  return { cell, outputs };
}

const display = (cell: number, data: MediaBundle) => cellOf(cell, (display) => display(data));

Deno.test("publishedBy() reads back what publish.ts displays", async () => {
  const results = {
    id: "drains",
    title: "It drains",
    columns: [{ header: "trial", align: "left" as const }, { header: "drain" }],
  };
  const cells = [
    await cellOf(2, async (display) => {
      const drain = await claim("x.drain", drainFigure(28), display);
      await table({ ...results, rows: [["one", drain], ["two", ["not ", drain]]] }, display);
    }),
    await cellOf(3, (display) => show(CHART, display)),
    await display(4, { [MEDIA_TYPE.answer]: { text: "28.0 s", claims: ["x.drain"] } }),
  ];
  const { published, faults } = publishedBy("1_x", cells);
  assert.deepEqual(faults, []);
  const drain = { id: "x.drain", interval: null, ...drainFigure(28) };
  assert.deepEqual(published, {
    notebook: "1_x",
    claims: [drain],
    // Vega marks the values that it draws, by symbols.
    charts: [JSON.parse(JSON.stringify(CHART))],
    tables: [{ ...results, rows: [["one", drain], ["two", ["not ", drain]]] }],
    answers: [{ text: "28.0 s", claims: ["x.drain"] }],
  });
});

Deno.test("publishedBy() names the cell of what is malformed, and leaves it out", async () => {
  const claim = { id: "x.drain", interval: null, ...drainFigure(28) };
  const cases: [MediaBundle, RegExp][] = [
    [{ [MEDIA_TYPE.claim]: { ...claim, value: null } }, /^cell 2: claim: value /],
    [{ [MEDIA_TYPE.claim]: { ...claim, interval: [1] } }, /^cell 2: claim: interval /],
    [{ [MEDIA_TYPE.claim]: { ...claim, source: { kind: "guess" } } }, /^cell 2: claim: source/],
    [{ [MEDIA_TYPE.claim]: { ...claim, more: 1 } }, /^cell 2: claim: .*more/],
    [{ [MEDIA_TYPE.claim]: { ...claim, id: "Drain" } }, /^cell 2: Cannot claim Drain: id must be/],
    [{ [MEDIA_TYPE.chart]: { ...CHART, id: "a b" } }, /^cell 2: chart: id must be lower-case/],
    [{ [MEDIA_TYPE.chart]: { ...CHART, marks: { bars: -1 } } }, /^cell 2: chart: marks.bars /],
    [{ [MEDIA_TYPE.table]: { id: "a", title: "", columns: [], rows: [[3]] } }, /rows.0.0 /],
    [{ [MEDIA_TYPE.answer]: { text: "28" } }, /^cell 2: answer: claims /],
  ];
  for (const [bundle, wanted] of cases) {
    const { published, faults } = publishedBy("1_x", [await display(2, bundle)]);
    assert.equal(faults.length, 1, String(wanted));
    assert.match(faults[0]!, wanted);
    const { notebook: _, ...kinds } = published;
    assert.deepEqual(Object.values(kinds).flat(), []);
  }
});

Deno.test("publishedBy() takes a claim once, and not with another value", async () => {
  const claimed = (cell: number, value: number) =>
    cellOf(cell, (display) => claim("x.drain", drainFigure(value), display));
  const again = publishedBy("1_x", [await claimed(2, 28), await claimed(3, 28)]);
  assert.deepEqual([again.published.claims.length, again.faults], [1, []]);
  const other = publishedBy("1_x", [await claimed(2, 28), await claimed(3, 29)]);
  assert.deepEqual(other.faults, [
    "cell 3: x.drain is published twice and differs: value 28 first, 29 then",
  ]);
});
