/**
 * Filter patterns of CloudWatch Logs: nothing, terms, quoted phrases, and equality of JSON members with
 * `&&` and `||`.
 *
 * @module
 */
import type { AwsError } from "../http/aws_error.ts";
import { invalidParameter } from "./errors.ts";

/** Whether a message matches. */
export type MessageFilter = (message: string) => boolean;

type JsonFilter = (value: unknown) => boolean;

const TOKEN =
  /\s*(?:(?<quoted>"(?:[^"\\]|\\.)*")|(?<selector>\$(?:\.[\w@-]+|\[\d+\])+)|(?<symbol>&&|\|\||!=|<=|>=|[(){}=<>])|(?<word>[^\s(){}=<>&|"!]+))/y;

interface Token {
  kind: "quoted" | "selector" | "symbol" | "word";
  text: string;
}

function refuse(pattern: string, what: string): AwsError {
  return invalidParameter(
    `Invalid filter pattern ${JSON.stringify(pattern)}: ${what}. The embedded cloud knows terms, ` +
      "quoted phrases, and { $.member = value } with && and ||",
  );
}

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  const scan = new RegExp(TOKEN);
  while (scan.lastIndex < pattern.trimEnd().length) {
    const at = scan.lastIndex;
    const groups = scan.exec(pattern)?.groups;
    const found = Object.entries(groups ?? {}).find(([, text]) => text !== undefined);
    if (found === undefined) throw refuse(pattern, `cannot read ${pattern.slice(at).trim()}`);
    tokens.push({ kind: found[0] as Token["kind"], text: found[1] });
  }
  return tokens;
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, "$1");
}

function select(selector: string, value: unknown): unknown {
  let at = value;
  for (const part of selector.matchAll(/\.([\w@-]+)|\[(\d+)\]/g)) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as Record<string, unknown>)[part[1] ?? part[2] ?? ""];
  }
  return at;
}

/** What a value in the pattern equals: the text itself, or the number it writes. */
function equals({ kind, text }: Token): JsonFilter {
  if (kind === "quoted") {
    const wanted = unquote(text);
    return (value) => value === wanted;
  }
  const number = Number(text);
  return (value) => value === text || (!Number.isNaN(number) && value === number);
}

/** Reads `{ a && (b || c) }` by descent. */
function parseJson(pattern: string, tokens: Token[]): JsonFilter {
  let at = 0;
  const peek = () => tokens[at]?.text;
  function expect(symbol: string): void {
    if (tokens[at]?.kind !== "symbol" || peek() !== symbol) {
      throw refuse(pattern, `expected ${symbol} instead of ${peek() ?? "the end"}`);
    }
    at += 1;
  }
  function condition(): JsonFilter {
    if (peek() === "(") {
      at += 1;
      const inner = either();
      expect(")");
      return inner;
    }
    const selector = tokens[at];
    if (selector?.kind !== "selector") {
      throw refuse(pattern, `expected a selector instead of ${peek() ?? "the end"}`);
    }
    at += 1;
    expect("=");
    const value = tokens[at];
    if ((value?.kind !== "quoted" && value?.kind !== "word") || value.text.includes("*")) {
      throw refuse(pattern, `cannot compare with ${value?.text ?? "nothing"}`);
    }
    at += 1;
    const matches = equals(value);
    return (json) => matches(select(selector.text, json));
  }
  function both(): JsonFilter {
    const parts = [condition()];
    while (peek() === "&&") {
      at += 1;
      parts.push(condition());
    }
    return (json) => parts.every((part) => part(json));
  }
  function either(): JsonFilter {
    const parts = [both()];
    while (peek() === "||") {
      at += 1;
      parts.push(both());
    }
    return (json) => parts.some((part) => part(json));
  }
  expect("{");
  const filter = either();
  expect("}");
  if (at < tokens.length) throw refuse(pattern, `cannot read ${peek()} after the closing brace`);
  return filter;
}

/** A text that every message matching a conjunction must contain, so that most need no parsing. */
function certainText(tokens: Token[]): string | undefined {
  if (tokens.some(({ text }) => text === "||")) return undefined;
  const value = tokens.find(({ kind }) => kind === "quoted" || kind === "word");
  if (value === undefined) return undefined;
  const text = value.kind === "quoted" ? unquote(value.text) : value.text;
  // JSON may write other characters, and numbers, in more than one way.
  return /^[A-Za-z][\w-]*$/.test(text) ? text : undefined;
}

function jsonFilter(pattern: string): MessageFilter {
  const tokens = tokenize(pattern);
  const matches = parseJson(pattern, tokens);
  const certain = certainText(tokens);
  return (message) => {
    if (certain !== undefined && !message.includes(certain) && !message.includes("\\")) {
      return false;
    }
    let value: unknown;
    try {
      value = JSON.parse(message);
    } catch {
      return false;
    }
    return matches(value);
  };
}

function termFilter(pattern: string): MessageFilter {
  const terms = tokenize(pattern).map(({ kind, text }) => {
    if (kind === "quoted") return unquote(text);
    if (kind === "word" && /^\w+$/.test(text)) return text;
    throw refuse(pattern, `cannot read the term ${text}; quote what is not letters, digits or _`);
  });
  return (message) => terms.every((term) => message.includes(term));
}

/**
 * The filter that a pattern describes; an empty one matches everything.
 *
 * @throws {AwsError} `InvalidParameterException` naming what is not embedded.
 * @example
 * ```ts
 * import { parseFilterPattern } from "./filter_pattern.ts";
 * import assert from "node:assert/strict";
 *
 * const completed = parseFilterPattern('{ $.event = "completed" }');
 * assert.equal(completed('{"event":"completed","order_id":"a"}'), true);
 * assert.equal(completed('{"event":"started"}'), false);
 * ```
 */
export function parseFilterPattern(pattern: string): MessageFilter {
  const trimmed = pattern.trim();
  if (trimmed === "") return () => true;
  if (pattern.length > 1_024) throw refuse(pattern.slice(0, 40), "longer than 1024 characters");
  return trimmed.startsWith("{") ? jsonFilter(trimmed) : termFilter(trimmed);
}
