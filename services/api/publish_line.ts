import type { OutgoingOrder, PublishOutcome } from "../orders/ports.ts";

/** An order that waits to be published. */
export interface WaitingOrder {
  order: OutgoingOrder;
  /** When it must wait no longer, epoch milliseconds. */
  dueAtMs: number;
  settle(outcome: PublishOutcome): void;
}

/** Orders in line, first come first served. */
export interface PublishLine {
  readonly length: number;
  /** When the first must go; Infinity for an empty line. */
  readonly dueAtMs: number;
  /** Whether there is a full call's worth, by orders or by bytes. */
  readonly isFull: boolean;
  push(order: WaitingOrder): void;
  /** Takes out what one call may carry: at least one order, if there is one. */
  take(): WaitingOrder[];
}

/** Most bytes of one call, bodies and attributes together. Source: SNS PublishBatch, 262,144 bytes. */
export const PUBLISH_BYTES_MAX = 262_144;

/**
 * An empty line.
 *
 * @param batchMax most orders of one call, >= 1.
 * @param attributeBytes what an order's message takes beyond its body.
 */
export function createPublishLine(batchMax: number, attributeBytes: number): PublishLine {
  const waiting: (WaitingOrder & { bytes: number })[] = [];
  let waitingBytes = 0;
  return {
    get length() {
      return waiting.length;
    },
    get dueAtMs() {
      return waiting[0]?.dueAtMs ?? Infinity;
    },
    get isFull() {
      return waiting.length >= batchMax || waitingBytes >= PUBLISH_BYTES_MAX;
    },
    push(order) {
      const bytes = utf8BytesAtMost(order.order.body) + attributeBytes;
      waitingBytes += bytes;
      waiting.push({ ...order, bytes });
    },
    take() {
      let count = 0;
      let bytes = 0;
      for (const next of waiting) {
        if (count === batchMax || (count > 0 && bytes + next.bytes > PUBLISH_BYTES_MAX)) break;
        bytes += next.bytes;
        count++;
      }
      waitingBytes -= bytes;
      return waiting.splice(0, count);
    },
  };
}

const encoder = new TextEncoder();

/** Exact where it matters; a short text is taken at UTF-8's worst, three bytes a UTF-16 unit. */
function utf8BytesAtMost(text: string): number {
  return text.length < 4096 ? text.length * 3 : encoder.encode(text).length;
}
