import { fieldCounter, objectMaker, type RecordSplitter, recordSplitter } from "./_records.ts";
import type { ParseOptions, ParseResult } from "./parse.ts";

/** Options for {@linkcode CsvParseStream}: those of `parse`. */
export interface CsvParseStreamOptions extends ParseOptions {}

/** What a stream with options of type `T` gives, record by record. */
export type RowType<T> = T extends undefined ? string[]
  : ParseResult<CsvParseStreamOptions, T>[number];

/**
 * Turns a stream of CSV text (RFC 4180), cut anywhere, into a stream of records. Holds one piece of
 * text and one unfinished record at a time. Errors are those of `parse`, and end the stream.
 *
 * @example
 * ```ts
 * import { CsvParseStream } from "./parse_stream.ts";
 * import assert from "node:assert/strict";
 *
 * const records = ReadableStream.from(["id,m", "s\no1,", "12\n"])
 *   .pipeThrough(new CsvParseStream({ skipFirstRow: true }));
 * assert.deepEqual(await Array.fromAsync(records), [{ id: "o1", ms: "12" }]);
 * ```
 */
export class CsvParseStream<
  const T extends CsvParseStreamOptions | undefined = undefined,
> implements TransformStream<string, RowType<T>> {
  readonly #readable: ReadableStream<RowType<T>>;
  readonly #writable: WritableStream<string>;

  /** Makes a stream; the options are those of `parse`. */
  constructor(options?: T) {
    const splitter = recordSplitter(options ?? {}, true);
    const input = new TransformStream<string, string>();
    const reader = input.readable.getReader();
    const nextRow = rowReader(splitter, options ?? {});
    let ended = false;
    let fault: { error: unknown } | undefined;
    // Enqueues what the text so far holds. A fault behind whole rows waits until they are read.
    const giveRows = (
      controller: ReadableStreamDefaultController<RowType<T>>,
    ): number => {
      let given = 0;
      try {
        if (fault) throw fault.error;
        for (let row = nextRow(); row !== undefined; row = nextRow(), given++) {
          controller.enqueue(row as RowType<T>);
        }
      } catch (error) {
        fault = { error };
        if (given === 0) throw error;
      }
      return given;
    };
    this.#writable = input.writable;
    this.#readable = new ReadableStream<RowType<T>>({
      async pull(controller) {
        try {
          while (giveRows(controller) === 0) {
            if (ended) return controller.close();
            const { value, done } = await reader.read();
            if (done) splitter.end();
            else splitter.push(value);
            ended = done;
          }
        } catch (error) {
          reader.cancel(error).catch(() => {});
          throw error;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }

  /** Where records come out. */
  get readable(): ReadableStream<RowType<T>> {
    return this.#readable;
  }

  /** Where text goes in. */
  get writable(): WritableStream<string> {
    return this.#writable;
  }
}

type Row = string[] | Record<string, string>;

/** Makes the function that reads the next row; it gives `undefined` when it needs more text. */
function rowReader(
  splitter: RecordSplitter,
  { skipFirstRow, columns, fieldsPerRecord }: CsvParseStreamOptions,
): () => Row | undefined {
  // The original infers no count from the rows behind a skipped header; the header is their check.
  const checkCount = fieldCounter(
    skipFirstRow && fieldsPerRecord === 0 ? -1 : fieldsPerRecord,
  );
  let toObject = columns ? objectMaker(columns) : undefined;
  let headerDue = skipFirstRow === true;
  let index = 0;
  return () => {
    for (;;) {
      const record = splitter.next(index);
      if (record === undefined) return undefined;
      if (record === null) {
        index++;
      } else if (headerDue) {
        // The original does not count a skipped header; its positions are kept.
        headerDue = false;
        toObject ??= objectMaker(record);
      } else {
        checkCount(record, index + 1);
        index++;
        return toObject ? toObject(record, index + 1) : record;
      }
    }
  };
}
