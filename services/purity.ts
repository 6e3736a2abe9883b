/**
 * Finds what the core, the API and the worker may not touch: time, randomness, the network and the
 * runtime, all of which come through ports.
 *
 * @module
 */

/** One use of something global. */
export interface Impurity {
  /** 1 to n. */
  line: number;
  name: string;
}

/** Names that may not be used as free variables. */
const GLOBALS = [
  "Date",
  "Temporal",
  "Deno",
  "crypto",
  "fetch",
  "performance",
  "queueMicrotask",
  "setImmediate",
  "setInterval",
  "setTimeout",
  "nextTick",
];

/** Members that may not be used of globals which are otherwise harmless. */
const MEMBERS: [owner: string, member: string][] = [["AbortSignal", "timeout"], ["Math", "random"]];

/**
 * Uses of time, randomness, network and runtime in TypeScript source, comments and the text of strings
 * aside. It reads words, not types: a local variable called `fetch` would be found as well.
 *
 * @example
 * ```ts
 * import { impurities } from "./purity.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(impurities("// Date\nconst at = Date.now();"), [{ line: 2, name: "Date" }]);
 * ```
 */
export function impurities(source: string): Impurity[] {
  const { code, strings } = readSource(source);
  const found: (Impurity & { at: number })[] = [];
  const add = (at: number, name: string) =>
    found.push({ at, name, line: source.slice(0, at).split("\n").length });
  for (const { index, 1: reach = "", 2: name = "" } of code.matchAll(WORDS)) {
    const isMember = reach !== "" && !/^(globalThis|self|window|process)/.test(reach);
    const rest = code.slice(index + reach.length + name.length);
    // `fetch:` renames, `fetch(…): …;` declares a method of a type.
    const declares = /^\s*:/.test(rest) || /^\([^()]*\)\s*:/.test(rest);
    if (!isMember && !declares) add(index + reach.length, name);
  }
  for (const [owner, member] of MEMBERS) {
    const use = new RegExp(`\\b${owner}\\s*(?:\\?\\.|\\.|\\[)\\s*(["'\`]?)`, "g");
    for (const { index, 0: text } of code.matchAll(use)) {
      if (source.slice(index + text.length).startsWith(member)) add(index, `${owner}.${member}`);
    }
  }
  for (const { at, text } of strings) {
    const before = code.slice(0, at).trimEnd();
    if (text.startsWith("node:") && /\b(from|import|import\()$/.test(before)) add(at, text);
  }
  return found.toSorted((a, b) => a.at - b.at).map(({ line, name }) => ({ line, name }));
}

const WORDS = new RegExp(
  `((?:[\\w$)\\]]\\s*\\??\\.\\s*)|(?:(?:globalThis|self|window|process)\\s*\\.\\s*))?(?<![\\w$])(${
    GLOBALS.join("|")
  })(?![\\w$])`,
  "g",
);

interface StringLiteral {
  at: number;
  text: string;
}

/**
 * The source with comments, regular expressions and the text of strings blanked, place for place, and
 * the plain strings.
 */
function readSource(source: string): { code: string; strings: StringLiteral[] } {
  const code = [...source.split("")];
  const strings: StringLiteral[] = [];
  const blank = (from: number, to: number) => {
    for (let at = from; at < to; at++) if (code[at] !== "\n") code[at] = " ";
  };
  // Depth of braces at which each open `${` ends.
  const templates: number[] = [];
  let depth = 0;
  let at = 0;
  while (at < source.length) {
    const token = nextToken(source, at, code);
    if (token.kind === "open") depth++;
    else if (token.kind === "close") {
      if (templates.at(-1) === depth) {
        templates.pop();
        const end = templateEnd(source, at + 1);
        blank(at, end.at);
        if (end.opens) templates.push(depth);
        else depth--;
        at = end.at;
        continue;
      }
      depth--;
    } else if (token.kind === "template") {
      const end = templateEnd(source, at + 1);
      blank(at, end.at);
      if (end.opens) templates.push(++depth);
      at = end.at;
      continue;
    } else if (token.kind === "string") {
      strings.push({ at, text: source.slice(at + 1, token.end - 1) });
      blank(at + 1, token.end - 1);
    } else if (token.kind === "skip") blank(at, token.end);
    at = token.end;
  }
  return { code: code.join(""), strings };
}

interface Token {
  kind: "open" | "close" | "template" | "string" | "skip" | "other";
  end: number;
}

const SKIPPED = /\/\/[^\n]*|\/\*[^]*?\*\//y;
const QUOTED = /"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'/y;
const REGEXP = /\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;

function nextToken(source: string, at: number, code: readonly string[]): Token {
  const character = source[at];
  if (character === "{") return { kind: "open", end: at + 1 };
  if (character === "}") return { kind: "close", end: at + 1 };
  if (character === "`") return { kind: "template", end: at + 1 };
  const skipped = matchAt(SKIPPED, source, at);
  if (skipped) return { kind: "skip", end: skipped };
  const quoted = matchAt(QUOTED, source, at);
  if (quoted) return { kind: "string", end: quoted };
  // A slash divides after a value, and opens a regular expression elsewhere.
  const before = code.slice(Math.max(0, at - 200), at).join("").trimEnd();
  const isValue = /[\w$)\]}"'`]$/.test(before) && !/\b(return|typeof|case|in|of)$/.test(before);
  const regexp = character === "/" && !isValue ? matchAt(REGEXP, source, at) : undefined;
  return regexp ? { kind: "skip", end: regexp } : { kind: "other", end: at + 1 };
}

/** Where the text of a template ends: behind its closing back-tick, or behind the next `${`. */
function templateEnd(source: string, from: number): { at: number; opens: boolean } {
  for (let at = from; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === "`") return { at: at + 1, opens: false };
    else if (source.startsWith("${", at)) return { at: at + 2, opens: true };
  }
  return { at: source.length, opens: false };
}

function matchAt(pattern: RegExp, source: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : undefined;
}
