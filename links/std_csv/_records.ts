/**
 * The record splitter that {@linkcode parse} and {@linkcode CsvParseStream} share. It takes text in
 * pieces and gives whole records; a line without a quotation mark costs one `split`.
 */

/** What one record's syntax depends on. */
export interface RecordSyntax {
  separator?: string | undefined;
  comment?: string | undefined;
  trimLeadingSpace?: boolean | undefined;
  lazyQuotes?: boolean | undefined;
}

/** A record, or `null` for a line that holds none (blank, or a comment). */
export type LineResult = string[] | null;

/** Splits text that arrives in pieces. */
export interface RecordSplitter {
  /** Adds text. */
  push(text: string): void;
  /** No more text will come. */
  end(): void;
  /**
   * The next record or empty line; `undefined` when it needs more text, or at the end.
   *
   * @param recordIndex how many results came before, as error messages count lines.
   * @throws {SyntaxError} when quotation marks are out of place and `lazyQuotes` is not set.
   */
  next(recordIndex: number): LineResult | undefined;
}

const QUOTE = '"';

/** Signals that a quoted field runs on past the text that has arrived. */
const MORE = Symbol("more text needed");

/**
 * Makes a splitter.
 *
 * @param streaming error positions at the end of text as `CsvParseStream` gives them, which sees an
 * empty last line behind a final line feed and learns of the end only by reading on.
 */
export function recordSplitter(
  syntax: RecordSyntax,
  streaming: boolean,
): RecordSplitter {
  const separator = syntax.separator ?? ",";
  const plainSplit = !syntax.trimLeadingSpace;
  let text = "";
  let at = 0;
  let ended = false;

  /** Reads a line from `at`; `null` at the end of text. */
  function readLine(): string | null | typeof MORE {
    const lineFeed = text.indexOf("\n", at);
    if (lineFeed < 0) {
      if (!ended) return MORE;
      if (at > text.length || (at === text.length && !streaming)) return null;
    }
    const end = lineFeed < 0 ? text.length : lineFeed;
    const line = text.slice(
      at,
      end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end,
    );
    at = end + 1;
    return line;
  }

  return {
    push(piece) {
      text = text.slice(at) + piece;
      at = 0;
    },
    end() {
      ended = true;
    },
    next(recordIndex) {
      const start = at;
      const line = readLine();
      if (line === MORE || line === null) return undefined;
      if (line.length === 0) return null;
      if (syntax.comment && line[0] === syntax.comment) return null;
      if (plainSplit && !line.includes(QUOTE)) return line.split(separator);
      const record = splitQuoted(line, separator, syntax, recordIndex, {
        readLine,
        atEnd: () => !streaming && at >= text.length,
      });
      if (record !== MORE) return record;
      at = start;
      return undefined;
    },
  };
}

interface Lines {
  readLine(): string | null | typeof MORE;
  /** Whether it is known, without reading on, that no line follows. */
  atEnd(): boolean;
}

/** Splits a record that has quotation marks or spaces to trim, field by field. */
function splitQuoted(
  firstLine: string,
  separator: string,
  { trimLeadingSpace, lazyQuotes }: RecordSyntax,
  recordIndex: number,
  lines: Lines,
): string[] | typeof MORE {
  const fields: string[] = [];
  let line = firstLine;
  let lineIndex = recordIndex;
  let at = 0;

  const fault = (column: number, what: string) =>
    new SyntaxError(
      `Syntax error on line ${recordIndex + 1}; parse error on line ${lineIndex + 1}, column ${
        // Columns count code points, so that a position is the one an editor shows.
        Array.from(line.slice(0, column)).length + 1}: ${what}`,
    );

  for (;;) {
    if (trimLeadingSpace) at = line.length - line.slice(at).trimStart().length;
    if (line[at] !== QUOTE) {
      const next = line.indexOf(separator, at);
      const end = next < 0 ? line.length : next;
      const field = line.slice(at, end);
      const quote = lazyQuotes ? -1 : field.indexOf(QUOTE);
      if (quote >= 0) throw fault(at + quote, 'bare " in non-quoted-field');
      fields.push(field);
      if (next < 0) return fields;
      at = next + separator.length;
      continue;
    }

    let field = "";
    let closed = false;
    at++;
    while (!closed) {
      const quote = line.indexOf(QUOTE, at);
      if (quote >= 0) {
        field += line.slice(at, quote);
        at = quote + 1;
        if (line[at] === QUOTE) {
          field += QUOTE;
          at++;
        } else if (at === line.length || line.startsWith(separator, at)) {
          closed = true;
        } else if (lazyQuotes) field += QUOTE;
        else throw fault(quote, 'extraneous or missing " in quoted-field');
        continue;
      }
      field += line.slice(at);
      const noMore = at === line.length && lines.atEnd();
      const following = noMore ? null : lines.readLine();
      if (following === MORE) return MORE;
      if (following === null) {
        if (!lazyQuotes) {
          throw fault(
            noMore ? line.length : 0,
            'extraneous or missing " in quoted-field',
          );
        }
        return [...fields, field];
      }
      field += "\n";
      line = following;
      lineIndex++;
      at = 0;
    }
    fields.push(field);
    if (at === line.length) return fields;
    at += separator.length;
  }
}

/** Follows how many fields a record must have; `undefined` or negative: any number. */
export function fieldCounter(fieldsPerRecord: number | undefined): (
  record: readonly string[],
  line: number,
) => void {
  let expected = fieldsPerRecord ?? -1;
  return (record, line) => {
    if (expected === 0) expected = record.length;
    if (expected > 0 && record.length !== expected) {
      throw new SyntaxError(
        `Syntax error on line ${line}: expected ${expected} fields but got ${record.length}`,
      );
    }
  };
}

/** Makes the function that turns a record into an object with the header's names as keys. */
export function objectMaker(
  header: readonly string[],
): (record: readonly string[], line: number) => Record<string, string> {
  // An assignment to `__proto__` sets the prototype and loses the value; a definition does not.
  const unsafe = header.includes("__proto__");
  return (record, line) => {
    if (record.length !== header.length) {
      throw new Error(
        `Syntax error on line ${line}: The record has ${record.length} fields, but the header has ${header.length} fields`,
      );
    }
    if (unsafe) {
      return Object.fromEntries(
        header.map((name, i) => [name, record[i] as string]),
      );
    }
    const object: Record<string, string> = {};
    for (let i = 0; i < header.length; i++) {
      object[header[i] as string] = record[i] as string;
    }
    return object;
  };
}
