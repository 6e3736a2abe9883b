import assert from "node:assert/strict";
import type { Chart } from "./chart.ts";
import { exampleCharts } from "./examples_for_tests.ts";
import { countMarks } from "./mark_count.ts";
import { interactiveSpec, renderSvg } from "./render_svg.ts";

const charts = exampleCharts();
const some = charts[0]!;
const FORMS = ["wide", "narrow"] as const;

const idsOf = (svg: string) => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);

for (const chart of charts) {
  Deno.test(`${chart.id} shows a mark for each of its data, in both forms`, async () => {
    assert(Object.values(chart.marks).some((count) => count > 0));
    for (const form of FORMS) {
      const svg = await renderSvg(chart, { form, place: "page" });
      assert.deepEqual(countMarks(svg), chart.marks, form);
    }
  });

  Deno.test(`${chart.id} says its finding and where it is from`, async () => {
    const svg = await renderSvg(chart);
    assert.doesNotMatch(chart.title, /undefined|NaN|Infinity|\.$/);
    assert.doesNotMatch(chart.alternative, /undefined|NaN|Infinity/);
    assert(chart.alternative.startsWith(chart.title));
    assert.match(chart.caption, /example-local|example-sim/);
    assert.match(svg, /<title [^>]*>[^<]+<\/title><desc [^>]*>[^<]+<\/desc>/);
    assert.doesNotMatch(svg, />(undefined|NaN)</);
  });

  Deno.test(`${chart.id} names its axes, and says where one is logarithmic`, () => {
    const { encoding } = chart.spec as unknown as {
      encoding: Record<"x" | "y", { scale: { type: string }; axis: { title: string[] } | null }>;
    };
    for (const { scale, axis } of [encoding.x, encoding.y]) {
      if (axis === null) continue;
      const title = axis.title.join(" ");
      assert.notEqual(title, "");
      assert.equal(scale.type === "log", title.endsWith("log scale"));
    }
  });
}

Deno.test("renderSvg() shares no id between charts and forms of one page", async () => {
  const all = await Promise.all(
    charts.flatMap((chart) => FORMS.map((form) => renderSvg(chart, { form, place: "page" }))),
  );
  const ids = all.flatMap(idsOf);
  assert.equal(new Set(ids).size, ids.length);
  const references = all.flatMap((svg) =>
    [...svg.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id!)
  );
  assert(references.length > 0);
  for (const id of references) assert(ids.includes(id), id);
});

Deno.test("renderSvg() gives the same bytes for the same chart", async () => {
  assert.equal(await renderSvg(some), await renderSvg(structuredClone(some)));
});

Deno.test("renderSvg() leaves words, style and paper to a page", async () => {
  const page = await renderSvg(some, { place: "page" });
  const file = await renderSvg(some);
  assert.doesNotMatch(page, /<style>|font-family|<rect width="720"/);
  assert.match(
    page,
    /^<svg [^>]*width="100%" viewBox="0 0 720 [\d.]+" role="img" aria-labelledby=/,
  );
  assert.match(file, /<style>[^]*prefers-color-scheme:dark/);
  assert(file.includes(`>${some.caption.split(",")[0]}`));
});

Deno.test("renderSvg() escapes words", async () => {
  const svg = await renderSvg({ ...some, title: `a < b & "c"` });
  assert.match(svg, /<title [^>]*>a &lt; b &amp; "c"<\/title>/);
});

Deno.test("renderSvg() refuses what Vega-Lite would draw otherwise than meant", async () => {
  const { encoding } = some.spec as unknown as { encoding: object };
  const wrong = {
    ...some.spec,
    encoding: { ...encoding, nonsense: { field: "x", type: "quantitative" } },
  } as unknown as Chart["spec"];
  await assert.rejects(renderSvg({ ...some, spec: wrong }), /Vega-Lite warns/);
});

Deno.test("interactiveSpec() draws the same marks under the chart's words", async () => {
  const spec = interactiveSpec(some);
  const svg = await renderSvg({ ...some, spec }, { place: "page" });
  assert.deepEqual(countMarks(svg), some.marks);
  assert(svg.includes(some.title.split(" ").slice(0, 4).join(" ")));
});
