import { fieldCounter, objectMaker, recordSplitter } from "./_records.ts";

/** Options for {@linkcode parse}. */
export interface ParseOptions {
  /** What separates fields; default `","`. */
  separator?: string;
  /** A line that begins with this character is skipped; default: no line is. */
  comment?: string;
  /** Whether spaces before a field are dropped, also where the separator is a space; default `false`. */
  trimLeadingSpace?: boolean;
  /** Whether a quotation mark may stand in an unquoted field, or undoubled in a quoted one; default `false`. */
  lazyQuotes?: boolean;
  /** Fields that each record must have; 0: as many as the first; negative or absent: any number. */
  fieldsPerRecord?: number;
  /** Skips the first record, which names the fields unless `columns` does; default `false`. */
  skipFirstRow?: boolean;
  /** Names of the fields; with them records become objects. */
  columns?: readonly string[];
}

/** A record with the names of `columns` as keys. */
export type RecordWithColumn<C extends string> = string extends C ? Record<string, string>
  : Record<C, string>;

/** What {@linkcode parse} gives for options of type `T`. */
export type ParseResult<ParseOptions, T> = T extends
  ParseOptions & { columns: readonly (infer C extends string)[] } ? RecordWithColumn<C>[]
  : T extends ParseOptions & { skipFirstRow: true } ? Record<string, string>[]
  : T extends ParseOptions & { columns?: undefined; skipFirstRow?: false | undefined } ? string[][]
  : Record<string, string>[] | string[][];

/**
 * Parses CSV text (RFC 4180) into records.
 *
 * @param input the text; a leading byte-order mark is dropped.
 * @returns arrays of strings.
 * @throws {SyntaxError} when quotation marks are out of place.
 * @example
 * ```ts
 * import { parse } from "./parse.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(parse('a,b\n"1,5",x\n'), [["a", "b"], ["1,5", "x"]]);
 * ```
 */
export function parse(input: string): string[][];
/**
 * Parses CSV text (RFC 4180) into records, as arrays or, with `skipFirstRow` or `columns`, as objects.
 *
 * @param input the text; a leading byte-order mark is dropped.
 * @throws {SyntaxError} when quotation marks are out of place or a record breaks `fieldsPerRecord`.
 * @throws {Error} when separator or comment cannot be one, when a record does not match the header,
 * or (a `TypeError`) when there is no header.
 * @example
 * ```ts
 * import { parse } from "./parse.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(parse("id,ms\no1,12\n", { skipFirstRow: true }), [{ id: "o1", ms: "12" }]);
 * assert.deepEqual(parse("o1;12\n", { separator: ";", columns: ["id", "ms"] }), [
 *   { id: "o1", ms: "12" },
 * ]);
 * ```
 */
export function parse<const T extends ParseOptions>(
  input: string,
  options: T,
): ParseResult<ParseOptions, T>;
export function parse(
  input: string,
  options: ParseOptions = {},
): string[][] | Record<string, string>[] {
  const records = parseRecords(input, options);
  const { skipFirstRow, columns } = options;
  if (!skipFirstRow && !columns) return records;
  const first = skipFirstRow ? records.shift() : undefined;
  if (skipFirstRow && first === undefined) {
    throw new TypeError("Cannot parse input: headers must be defined");
  }
  const toObject = objectMaker(columns ?? first ?? []);
  const firstLine = skipFirstRow ? 2 : 1;
  return records.map((record, i) => toObject(record, firstLine + i));
}

function parseRecords(input: string, options: ParseOptions): string[][] {
  const { separator = ",", comment, fieldsPerRecord } = options;
  const forbidden = ["\r", "\n", '"'];
  if (
    forbidden.includes(separator) || separator === comment ||
    (comment !== undefined && forbidden.includes(comment))
  ) {
    throw new Error("Cannot parse input: invalid delimiter");
  }
  const splitter = recordSplitter(options, false);
  const checkCount = fieldCounter(fieldsPerRecord);
  splitter.push(input.startsWith("\ufeff") ? input.slice(1) : input);
  splitter.end();
  const records: string[][] = [];
  for (let index = 0;; index++) {
    const record = splitter.next(index);
    if (record === undefined) return records;
    if (record === null) continue;
    checkCount(record, index + 1);
    records.push(record);
  }
}
