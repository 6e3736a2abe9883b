import assert from "node:assert/strict";
import { claimOf } from "../../notebooks/claims/claim.ts";
import { SAMPLE_PROSE, samplePublished } from "../sample_for_tests.ts";
import { proseFaults } from "./check_prose.ts";
import { gatherContent } from "./content.ts";
import { proseOf } from "./prose.ts";

const { content } = gatherContent(samplePublished);

/** Faults of the sample's prose after a change to one file. */
function faultsAfter(file: number, change: (text: string) => string): string[] {
  const proses = SAMPLE_PROSE.map(([name, text], index) =>
    proseOf(name, index === file ? change(text) : text)
  );
  return proseFaults(proses, content);
}

Deno.test("proseFaults() has nothing against prose that fits", () => {
  assert.deepEqual(faultsAfter(0, (text) => text), []);
});

const CHANGES: readonly (readonly [file: number, from: string, to: string, fault: RegExp])[] = [
  [
    2,
    "{{sale.drain}}",
    "{{sale.drian}}",
    /^prose\/2-questions\.md:7: \{\{sale\.drian\}\} .*mean sale\.drain/,
  ],
  [1, "{{chart:backlog}}", "{{chart:backlogs}}", /names nothing .*did you mean backlog\?/],
  [2, "{{table:audit|reasons}}", "{{table:none}}", /names nothing that was published/],
  [2, "{{answer:1_sale}}", "{{answer:2_sale}}", /did you mean 1_sale/],
  [1, "{{card:queue}}", "{{card:quue}}", /did you mean queue/],
  [3, "{{claims:sale}}", "{{claims:sal}}", /did you mean sale/],
  [2, "It took", "It took 28.2 s,", /^prose\/2-questions\.md:7: "28\.2"/],
  [2, "It took", "It <b>took</b>", /is Markdown alone/],
  [2, "### Q1", "#### Q1", /^prose\/2-questions\.md:3: a heading here must be ## to ###/],
  [2, "## The questions", "# The questions", /:1: a heading here must be ##, got #/],
  [0, "# How", "## How", /:1: a heading here must be #, got ##/],
  [1, "{{cards}}\n", "", /\{\{card:sync\}\} must come after \{\{cards\}\}/],
  [1, "{{end}}", "", /must be ended by \{\{end\}\}/],
  [1, "{{card:queue}}", "{{cards}}", /must not stand inside/],
  [1, "{{warnings}}", "", /must have \{\{warnings\}\}/],
  [3, "{{provenance}}", "", /must have \{\{provenance\}\}/],
  [3, "{{sources}}", "", /must have \{\{sources\}\}/],
  [2, "It took", "\n{{chart:backlog}}\n\nIt took", /is shown already in prose\/1-verdict\.md:\d+/],
  [
    1,
    "- **Cost** {{cost.per_thousand}}",
    "",
    /^claim cost\.per_thousand is published and shown nowhere/,
  ],
  [2, "It took", "It {{took", /:7: \{\{ must be closed/],
];

for (const [file, from, to, fault] of CHANGES) {
  Deno.test(`proseFaults() finds ${JSON.stringify(to || `no ${from}`)}`, () => {
    const faults = faultsAfter(file, (text) => text.replace(from, to));
    assert.ok(faults.some((text) => fault.test(text)), faults.join("\n"));
  });
}

Deno.test("proseFaults() finds all faults at once", () => {
  const faults = faultsAfter(2, (text) => text.replace("It took", "It took 28 s, {{a.b}}, <i>"));
  assert.equal(faults.length, 3);
});

Deno.test("a claim is used where something that is shown was computed from it", () => {
  const source = { kind: "assumption", file: "a.md", reason: "a test" } as const;
  const [parent, other] = ["a.parent", "a.other"].map((id) =>
    claimOf(id, { value: 1, unit: "s", source })
  );
  const child = claimOf("a.child", {
    value: 1,
    unit: "s",
    source: { kind: "derived", formula: "2 * {a.parent}" },
  });
  const published = { notebook: "a", charts: [], tables: [], answers: [] };
  const { content } = gatherContent([{ ...published, claims: [parent!, other!, child] }]);
  const faults = proseFaults([proseOf("a.md", "# T\n\n{{a.child}}")], content);
  assert.deepEqual(faults.filter((fault) => fault.startsWith("claim ")), [
    "claim a.other is published and shown nowhere: use {{a.other}}, or {{claims:a}}",
  ]);
});
