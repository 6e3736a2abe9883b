/**
 * Ships what a process writes to CloudWatch Logs, as the `awslogs` driver does on ECS in its
 * `blocking` mode: every line of standard output and standard error, as it is, into the stream of the
 * task. When Logs cannot keep up, reading stops, the pipe fills and the writer waits: memory stays
 * bounded and no line is dropped.
 *
 * @module
 */
import { MESSAGE_BYTES_MAX } from "./log_batch.ts";
import { createLogBuffer, type LogBufferOptions, type LogCounts } from "./log_buffer.ts";
import { type Line, lineSplitter } from "./log_lines.ts";

/** See {@linkcode createLogShipper}. */
export interface LogShipper {
  readonly counts: Readonly<LogCounts>;
  /**
   * Reads one output of the process to its end. May be called for several outputs; never throws.
   *
   * @param onLine called for each line, before it is shipped.
   */
  pump(output: ReadableStream<Uint8Array>, onLine?: (line: string) => void): Promise<void>;
  /**
   * Resolves when everything that the process had written when this was called is in Logs.
   *
   * @param timeoutMs milliseconds, > 0; default 30,000.
   * @throws when that takes longer, or lines were refused as a whole.
   */
  flush(timeoutMs?: number): Promise<void>;
  /** Ends sending at once; lines not shipped yet are counted as rejected. Safe to call twice. */
  abort(): void;
}

/** One output being read. */
interface Output {
  /** A read is pending. */
  waiting: boolean;
  ended: boolean;
  bytes: number;
}

/** Two looks at an output whose read is still pending, this far apart, say that nothing is left in it. */
const QUIET_MS = 10;
/**
 * An output that never rests has handed over all that was in it once this many bytes have passed: more
 * than a pipe (64 KiB on Linux and macOS) and the chunk read ahead can hold.
 */
const PIPE_BYTES_MAX = 262_144;

/** A shipper for one process. */
export function createLogShipper(options: LogBufferOptions): LogShipper {
  const { name } = options;
  const buffer = createLogBuffer(options);
  const { counts } = buffer;
  const outputs = new Set<Output>();

  async function flush(timeoutMs = 30_000) {
    const deadlineMs = performance.now() + timeoutMs;
    const leftMs = () => deadlineMs - performance.now();
    await Promise.all([...outputs].map((output) => emptied(output, leftMs)));
    const target = counts.read;
    const missing = () => target - counts.shipped - counts.rejected;
    while (missing() > 0 && leftMs() > 0) await buffer.advance(leftMs());
    if (buffer.fault()) {
      throw new Error(`Cannot settle the logs of ${name}`, { cause: buffer.fault() });
    }
    if (leftMs() > 0) return;
    const why = buffer.trouble() && `; last trouble: ${buffer.trouble()}`;
    throw new Error(
      `Cannot settle the logs of ${name}: ${missing()} lines are not in Logs after ${timeoutMs} ms${why}`,
    );
  }

  return {
    counts,
    flush,
    abort: buffer.abort,
    async pump(stream, onLine) {
      const output = { waiting: false, ended: false, bytes: 0 };
      outputs.add(output);
      await readLines(stream, output, buffer.room, (lines) => {
        if (onLine) { for (const { text } of lines) onLine(text); }
        buffer.enqueue(lines);
      });
      outputs.delete(output);
    },
  };
}

async function readLines(
  stream: ReadableStream<Uint8Array>,
  output: Output,
  room: () => Promise<void>,
  take: (lines: Line[]) => void,
): Promise<void> {
  const splitter = lineSplitter(MESSAGE_BYTES_MAX);
  const reader = stream.getReader();
  for (;;) {
    await room();
    output.waiting = true;
    // A pipe that breaks has ended: what was read of it counts.
    const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
    output.waiting = false;
    if (done || !value) break;
    output.bytes += value.length;
    take(splitter.push(value));
  }
  take(splitter.end());
  output.ended = true;
}

/** Resolves when what was in the output has been read; by the deadline at the latest. */
async function emptied(output: Output, leftMs: () => number): Promise<void> {
  const until = output.bytes + PIPE_BYTES_MAX;
  for (let quiet = 0; quiet < 2 && !output.ended && output.bytes < until && leftMs() > 0;) {
    const before = output.bytes;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    quiet = output.waiting && output.bytes === before ? quiet + 1 : 0;
  }
}
