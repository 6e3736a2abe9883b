import assert from "node:assert/strict";
import { brokenRules } from "./notebook_rules.ts";
import { notebookOf } from "./notebooks_for_tests.ts";
import { parseNotebook } from "./read_notebook.ts";

const GOOD = [
  "# How long does it drain?",
  "await used([run]); await show(drainChart(run));",
  "await answer`In ${drain}.`;",
];

const broken = (cells: string[], metadata = {}, codeFields = {}) =>
  brokenRules(parseNotebook("x.ipynb", JSON.stringify(notebookOf(cells, metadata, codeFields))));

const withCell = (code: string) => broken([GOOD[0]!, code, ...GOOD.slice(1)]);

Deno.test("brokenRules() finds nothing in a notebook that keeps them", () => {
  assert.deepEqual(broken(GOOD), []);
});

Deno.test("brokenRules() names each rule that a notebook breaks", () => {
  const cases: [string[], RegExp][] = [
    [broken(GOOD, { kernelspec: { name: "python3" } }), /^its kernel must be deno, got python3$/],
    [broken(GOOD, { kernelspec: undefined }), /^its kernel must be deno, got undefined$/],
    [
      broken(GOOD, { language_info: undefined }),
      /^its language must be typescript, got undefined$/,
    ],
    [
      broken(["# Drain", ...GOOD.slice(1)]),
      /^cell 1 must be text that asks a question, got no \?$/,
    ],
    [broken(GOOD.slice(1)), /^cell 1 must be text that asks a question, got code$/],
    [
      broken([GOOD[0]!, "await used([run]);", GOOD[2]!]),
      /^a cell must show\( a chart, got none$/,
    ],
    [
      broken([GOOD[0]!, "await show(drainChart(run));", GOOD[2]!]),
      /^a cell must say which runs are used\(, got none$/,
    ],
    [broken([GOOD[0]!, GOOD[1]!]), /^the last code cell must call answer, got cell 2 without$/],
    [broken([GOOD[0]!, GOOD[2]!, GOOD[1]!]), /^the last code cell must call answer, got cell 3/],
    [
      broken(GOOD, {}, { outputs: [{}] }).slice(0, 1),
      /^cell 2 must be committed without outputs, got 1: clear them$/,
    ],
    [
      broken(GOOD, {}, { execution_count: 3 }).slice(0, 1),
      /^cell 2 must have no execution count, got 3/,
    ],
    [withCell("1;\n".repeat(16)), /^cell 2 must have at most 15 lines, got 16$/],
  ];
  for (const [faults, wanted] of cases) {
    assert.equal(faults.length, 1, `${wanted}: ${faults.join("; ")}`);
    assert.match(faults[0]!, wanted);
  }
});

Deno.test("brokenRules() finds functions and classes, and nothing that only looks like one", () => {
  const definitions = [
    "function drain(run) {}",
    "async function drain<T>(run: T) {}",
    "const all = function (run) {};",
    "function* rows() {}",
    "class Run {}",
    "const drain = (run) => run.drain;",
    "const drain = async (run: Run): Promise<number> => await run.drain;",
    "let drain = run => run.drain;",
    "const drain: (run: Run) => number = (run) => run.drain;",
    "const drain = () => {\n  return 1;\n};",
    "const drain = async ({ a, b }) => a;",
    "const drain = <T>(run: T) => run;",
  ];
  for (const code of definitions) {
    assert.match(withCell(code).join(), /^cell 2 must define no function or class/, code);
  }
  const plain = [
    "const drains = runs.map((run) => run.drain);",
    "const [first] = runs.filter(({ state }) => state === 'completed');",
    "// the function of a class Foo\nconst a = 1;",
    'const text = "a function (of time)";',
    "const text = `class ${first} is slow`;",
    "const equal = a >= b;",
    "1;\n".repeat(15),
  ];
  for (const code of plain) assert.deepEqual(withCell(code), [], code);
});
