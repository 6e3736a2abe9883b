/**
 * The lines of one process on their way to Logs: batched, sent in order, sent again while that helps.
 *
 * @module
 */
import { lineTimestamp, type LogLine, takeBatch } from "./log_batch.ts";
import type { Line } from "./log_lines.ts";

/** Where batches go. */
export interface LogSink {
  /**
   * Sends one batch that is within the limits of one call.
   *
   * @returns how many of its lines the service refused for good.
   * @throws {LogSinkError} when none was taken.
   */
  put(batch: readonly LogLine[], signal: AbortSignal): Promise<{ rejected: number }>;
}

/** A call that failed as a whole. */
export class LogSinkError extends Error {
  override name = "LogSinkError";
  constructor(
    message: string,
    /** Whether the same call may succeed later (throttled, unavailable, connection lost). */
    readonly retryable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What has become of the lines so far. */
export interface LogCounts {
  read: number;
  shipped: number;
  /** Refused by the service, or given up after a fault. */
  rejected: number;
  retries: number;
}

/** See {@linkcode createLogBuffer}. */
export interface LogBufferOptions {
  /** Names the process in errors: `worker/worker-1`. */
  name: string;
  sink: LogSink;
  /** How long a batch waits for company, milliseconds, >= 0; default 150. */
  lingerMs?: number;
  /** Bytes held before readers have to wait, > 0; default 4 MiB. */
  bufferBytesMax?: number;
  /** First wait before a batch is sent again, milliseconds; doubles up to 5 s. Default 50. */
  retryMs?: number;
  /** Called once for each batch that was refused or has to be sent again. */
  onTrouble?: (message: string) => void;
  /** Epoch milliseconds. */
  now?: () => number;
}

/** See {@linkcode createLogBuffer}. */
export interface LogBuffer {
  readonly counts: Readonly<LogCounts>;
  /** The last reason for which a batch was not taken. */
  trouble(): string;
  enqueue(lines: readonly Line[]): void;
  /** Resolves when there is room for more. */
  room(): Promise<void>;
  /** Sends what there is without waiting for company; resolves at the next change or after `waitMs`. */
  advance(waitMs: number): Promise<void>;
  /** Set once lines were refused as a whole; nothing is sent any more. */
  fault(): Error | undefined;
  abort(): void;
}

/** A buffer that sends by itself. Lines of one batch are sent in order of their time. */
export function createLogBuffer(options: LogBufferOptions): LogBuffer {
  const { name, sink, onTrouble = () => {}, now = Date.now } = options;
  const { lingerMs = 150, bufferBytesMax = 4_194_304, retryMs = 50 } = options;
  const counts = { read: 0, shipped: 0, rejected: 0, retries: 0 };
  const abortion = new AbortController();
  let queue: LogLine[] = [];
  let queueBytes = 0;
  let sending = false;
  let fault: Error | undefined;
  let trouble = "";
  let changed = Promise.withResolvers<void>();
  let hurry = Promise.withResolvers<void>();

  function onRetry(reason: string, attempt: number) {
    trouble = reason;
    counts.retries++;
    if (attempt === 1) onTrouble(`Logs did not take lines of ${name}, trying again: ${reason}`);
  }

  async function sendAll() {
    sending = true;
    while (queue.length > 0) {
      await firstOf(hurry.promise, lingerMs);
      const batch = takeBatch(queue);
      try {
        const retry = { retryMs, onRetry, signal: abortion.signal };
        const { rejected } = await putUntilTaken(sink, batch, retry);
        counts.rejected += rejected;
        counts.shipped += batch.length - rejected;
        if (rejected > 0) onTrouble(`Logs refused ${rejected} lines of ${name}`);
        queue = queue.slice(batch.length);
        queueBytes -= batch.reduce((sum, { bytes }) => sum + bytes, 0);
      } catch (error) {
        fault = error instanceof Error ? error : new Error(String(error));
        onTrouble(`Logs refused lines of ${name}: ${fault.message}`);
        counts.rejected += queue.length;
        queue = [];
        queueBytes = 0;
      }
      changed.resolve();
      changed = Promise.withResolvers();
    }
    sending = false;
    hurry = Promise.withResolvers();
  }

  return {
    counts,
    trouble: () => trouble,
    fault: () => fault,
    enqueue(lines) {
      counts.read += lines.length;
      if (fault) {
        counts.rejected += lines.length;
        return;
      }
      const arrivedAtMs = now();
      for (const { text, bytes } of lines) {
        queue.push({ message: text, bytes, timestamp: lineTimestamp(text, arrivedAtMs) });
        queueBytes += bytes;
      }
      if (queueBytes > bufferBytesMax / 2) hurry.resolve();
      if (!sending && queue.length > 0) void sendAll();
    },
    async room() {
      while (queueBytes > bufferBytesMax) await changed.promise;
    },
    async advance(waitMs) {
      if (sending) hurry.resolve();
      await firstOf(changed.promise, waitMs);
    },
    abort() {
      abortion.abort(new Error("the shipper was stopped"));
      hurry.resolve();
    },
  };
}

async function putUntilTaken(
  sink: LogSink,
  batch: readonly LogLine[],
  { retryMs, onRetry, signal }: {
    retryMs: number;
    onRetry: (reason: string, attempt: number) => void;
    signal: AbortSignal;
  },
): Promise<{ rejected: number }> {
  for (let attempt = 1, waitMs = retryMs;; attempt++, waitMs = Math.min(waitMs * 2, 5_000)) {
    signal.throwIfAborted();
    try {
      return await sink.put(batch, signal);
    } catch (error) {
      if (!(error instanceof LogSinkError) || !error.retryable) throw error;
      onRetry(error.message, attempt);
      const { promise: aborted, resolve } = Promise.withResolvers<void>();
      signal.addEventListener("abort", () => resolve(), { once: true });
      // Half of the wait is drawn at random, so that shippers refused together do not return together.
      await firstOf(aborted, waitMs * (0.5 + Math.random() / 2));
    }
  }
}

/** Resolves with `event`, or after `waitMs`; leaves no timer behind. */
async function firstOf(event: Promise<void>, waitMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, waitMs);
  await Promise.race([promise, event]);
  clearTimeout(timer);
}
