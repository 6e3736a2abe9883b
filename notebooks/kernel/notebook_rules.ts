/**
 * What every committed notebook holds to: thin, without outputs, from a question to an answer.
 *
 * @module
 */
import { type Cell, codeCells, type Notebook } from "./read_notebook.ts";

/** Longest code cell, lines: what is longer belongs into a tested module. */
export const CELL_LINES_MAX = 15;

/**
 * The rules that a notebook breaks, each with its cell; none of a good one.
 *
 * @example
 * ```ts
 * import { brokenRules } from "./notebook_rules.ts";
 * import assert from "node:assert/strict";
 *
 * const cell = { number: 1, type: "markdown", source: "# Drain", outputs: 0, executionCount: null } as const;
 * const notebook = { name: "3_drain", kernel: "deno", language: "typescript", cells: [cell] };
 * assert.deepEqual(brokenRules(notebook), [
 *   "cell 1 must be text that asks a question, got no ?",
 *   "a cell must show( a chart, got none",
 *   "a cell must say which runs are used(, got none",
 *   "the last code cell must call answer, got no code cell",
 * ]);
 * ```
 */
export function brokenRules({ kernel, language, cells }: Notebook): string[] {
  const code = codeCells(cells);
  const last = code.at(-1);
  return [
    ...(kernel === "deno" ? [] : [`its kernel must be deno, got ${kernel}`]),
    // deno fmt leaves the code of other notebooks as it is.
    ...(language === "typescript" ? [] : [`its language must be typescript, got ${language}`]),
    ...questionFaults(cells[0]),
    ...code.flatMap(cellFaults),
    ...(code.some(({ source }) => /\bshow\(/.test(source))
      ? []
      : ["a cell must show( a chart, got none"]),
    ...(code.some(({ source }) => /\bused\(/.test(source))
      ? []
      : ["a cell must say which runs are used(, got none"]),
    ...(last !== undefined && /\banswer`/.test(last.source) ? [] : [
      `the last code cell must call answer, got ${
        last === undefined ? "no code cell" : `cell ${last.number} without`
      }`,
    ]),
  ];
}

function questionFaults(first: Cell | undefined): string[] {
  const wanted = "cell 1 must be text that asks a question";
  if (first?.type !== "markdown") return [`${wanted}, got ${first?.type ?? "no cell"}`];
  return first.source.includes("?") ? [] : [`${wanted}, got no ?`];
}

function cellFaults({ number, source, outputs, executionCount }: Cell): string[] {
  const lines = source.trimEnd().split("\n").length;
  const defined = functionIn(source);
  return [
    ...(outputs === 0
      ? []
      : [`cell ${number} must be committed without outputs, got ${outputs}: clear them`]),
    ...(executionCount === null
      ? []
      : [`cell ${number} must have no execution count, got ${executionCount}: clear its outputs`]),
    ...(lines <= CELL_LINES_MAX
      ? []
      : [`cell ${number} must have at most ${CELL_LINES_MAX} lines, got ${lines}`]),
    ...(defined === undefined ? [] : [
      `cell ${number} must define no function or class, got ${JSON.stringify(defined)}: ` +
      "move it into a module and test it",
    ]),
  ];
}

const NOT_CODE =
  /\/\*[\s\S]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;

const DEFINITION = new RegExp([
  // function f(, async function* (
  String.raw`\bfunction\b\s*\*?\s*\w*\s*[<(]`,
  String.raw`\bclass\s+\w+`,
  // const f = (a: number): string =>, let f = async a =>
  String.raw`\b(?:const|let|var)\s+\w+\s*(?::[^;\n]*?)?=(?!>)\s*(?:async\s*)?(?:<[^>]*>\s*)?` +
  String.raw`(?:\([^()]*\)|\w+)\s*(?::[^=;]+)?=>`,
].join("|"));

/** The first definition of a function or class in code; an arrow as an argument is none. */
function functionIn(source: string): string | undefined {
  return DEFINITION.exec(source.replaceAll(NOT_CODE, '""'))?.[0];
}
