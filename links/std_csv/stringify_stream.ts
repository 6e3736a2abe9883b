import { type DataItem, lineMaker } from "./stringify.ts";

/** Options for {@linkcode CsvStringifyStream}. */
export interface CsvStringifyStreamOptions {
  /** What separates fields; default `","`. */
  readonly separator?: string;
  /** Keys of the values, and the header row; needed for objects. */
  readonly columns?: Array<string>;
}

/**
 * Turns a stream of arrays, or with `columns` of objects, into CSV text, one line a chunk. Errors are
 * those of `stringify`, and end the stream.
 *
 * @example
 * ```ts
 * import { CsvStringifyStream } from "./stringify_stream.ts";
 * import assert from "node:assert/strict";
 *
 * const text = ReadableStream.from([{ id: "o1", ms: 12 }])
 *   .pipeThrough(new CsvStringifyStream({ columns: ["id", "ms"] }));
 * assert.deepEqual(await Array.fromAsync(text), ["id,ms\r\n", "o1,12\r\n"]);
 * ```
 */
export class CsvStringifyStream<TOptions extends CsvStringifyStreamOptions> extends TransformStream<
  TOptions["columns"] extends Array<string> ? Record<string, unknown>
    : Array<unknown>,
  string
> {
  /** Makes a stream; objects need `columns`. */
  constructor(options?: TOptions) {
    const { separator = ",", columns = [] } = options ?? {};
    let toLine: (item: DataItem) => string;
    super({
      // A fault of the options ends the stream, as in the original, instead of this constructor.
      start(controller) {
        try {
          if (columns.length > 0) {
            controller.enqueue(lineMaker(separator, [])(columns));
          }
          toLine = lineMaker(separator, columns);
        } catch (error) {
          controller.error(error);
        }
      },
      transform(item, controller) {
        controller.enqueue(toLine(item));
      },
    });
  }
}
