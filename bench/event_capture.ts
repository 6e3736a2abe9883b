/**
 * What a measured process writes, kept as it comes and read afterwards, so that reading costs the
 * process under measurement as little of the machine as possible.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { lineSplitter } from "../infra/local/log_lines.ts";

/** One ledger event, as far as benches read it. */
export interface CapturedEvent {
  event: string;
  order_id: string;
  /** Epoch milliseconds. */
  at_ms: number;
}

/** The output of one process. */
export interface EventCapture {
  /** Reads one output to its end; lines are told only at its beginning. */
  pump(output: ReadableStream<Uint8Array>, onLine?: (line: string) => void): Promise<void>;
  /** Resolves when `count` events `completed` have been written. */
  untilCompleted(count: number): Promise<void>;
  /** Events `completed` so far. */
  readonly completed: number;
  /** All events that name an order, in the order they were written. */
  events(): CapturedEvent[];
  /** Processor time that the process said at last, seconds; `undefined` if it did not. */
  cpuS(): number | undefined;
}

const COMPLETED = Buffer.from('"event":"completed"');
/** Lines are told within the first bytes of an output: it says there that it is ready. */
const TOLD_BYTES_MAX = 65_536;
const LINE_BYTES_MAX = 65_536;

/** Captures the output of one process. */
export function createEventCapture(): EventCapture {
  const outputs: Buffer[][] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let completed = 0;

  const tell = () => {
    for (let i = waiting.length - 1; i >= 0; i--) {
      if (completed >= waiting[i]!.count) waiting.splice(i, 1)[0]!.resolve();
    }
  };

  return {
    get completed() {
      return completed;
    },
    async pump(output, onLine) {
      const chunks: Buffer[] = [];
      outputs.push(chunks);
      const splitter = lineSplitter(LINE_BYTES_MAX);
      let bytes = 0;
      let tail = Buffer.alloc(0);
      for await (const read of output) {
        const chunk = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
        chunks.push(chunk);
        if (bytes < TOLD_BYTES_MAX) splitter.push(chunk).forEach(({ text }) => onLine?.(text));
        bytes += chunk.length;
        // What was cut in two by the end of a chunk is found across it, and nowhere else.
        const seam = Buffer.concat([tail, chunk.subarray(0, COMPLETED.length - 1)]);
        completed += occurrences(seam, COMPLETED) + occurrences(chunk, COMPLETED);
        const end = chunk.length >= COMPLETED.length ? chunk : Buffer.concat([tail, chunk]);
        tail = Buffer.from(end.subarray(-(COMPLETED.length - 1)));
        tell();
      }
    },
    untilCompleted(count) {
      return new Promise((resolve) => {
        waiting.push({ count, resolve });
        tell();
      });
    },
    events() {
      return outputs.flatMap((chunks) => eventsOf(Buffer.concat(chunks).toString("utf8")));
    },
    cpuS() {
      const all = outputs.map((chunks) => Buffer.concat(chunks).toString("utf8")).join("");
      const said = all.slice(all.lastIndexOf('"cpu_s":')).match(/^"cpu_s":([\d.]+)/);
      return said ? Number(said[1]) : undefined;
    },
  };
}

function occurrences(text: Buffer, wanted: Buffer): number {
  let count = 0;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) count++;
  return count;
}

function eventsOf(text: string): CapturedEvent[] {
  return text.split("\n").flatMap((line) => {
    if (!line.startsWith("{") || !line.includes('"order_id"')) return [];
    const { event, order_id, at_ms } = JSON.parse(line);
    return typeof order_id === "string" ? [{ event, order_id, at_ms }] : [];
  });
}
