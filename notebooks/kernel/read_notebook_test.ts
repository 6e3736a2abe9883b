import assert from "node:assert/strict";
import { notebookOf } from "./notebooks_for_tests.ts";
import { codeCells, parseNotebook } from "./read_notebook.ts";

const parse = (content: unknown) => parseNotebook("a/3_drain.ipynb", JSON.stringify(content));

Deno.test("parseNotebook() reads name, kernel, language and cells", () => {
  const notebook = parse(
    notebookOf(["# Why?", "1;", "2;"], {}, { outputs: [{}], execution_count: 7 }),
  );
  const { name, kernel, language, cells } = notebook;
  assert.deepEqual([name, kernel, language, cells.length], ["3_drain", "deno", "typescript", 3]);
  assert.deepEqual(codeCells(cells).map(({ number }) => number), [2, 3]);
  assert.deepEqual(cells[1], {
    number: 2,
    type: "code",
    source: "1;",
    outputs: 1,
    executionCount: 7,
  });
});

Deno.test("parseNotebook() names all faults at once, with the number of the cell", () => {
  const good = notebookOf(["# Why?", "1;"]);
  const [text, code] = good.cells;
  const cases: [unknown, string][] = [
    [{ ...good, nbformat: 3 }, "nbformat must be 4"],
    [
      { ...good, cells: [{ ...text, source: 3 }, { ...code, source: null }] },
      "cell 1 source must be text or a list of lines; cell 2 source must be text or a list of lines",
    ],
    [{ ...good, cells: [text, { ...code, outputs: undefined }] }, "cell 2 outputs "],
    [{ ...good, cells: [text, { ...code, cell_type: "python" }] }, "cell 2 cell_type "],
    [{ ...good, cells: {} }, "cells "],
    [[], "Invalid input"],
  ];
  for (const [content, words] of cases) {
    assert.throws(() => parse(content), (error: Error) => {
      assert.ok(error.message.startsWith(`Cannot read a/3_drain.ipynb: ${words}`), error.message);
      return true;
    });
  }
  assert.throws(() => parseNotebook("x.ipynb", "{"), /Cannot read x.ipynb: it must be JSON: /);
});
