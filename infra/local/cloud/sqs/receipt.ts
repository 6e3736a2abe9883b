/**
 * Receipt handles: which queue, which message, which receive. Opaque to clients.
 *
 * @module
 */
import { AwsError } from "../http/aws_error.ts";

/** What a receipt handle says. */
export interface Receipt {
  sequence: number;
  /** The message's receive count when it was handed out. */
  receives: number;
}

/** The receipt handle of one receive. `queueTag`: letters and digits that no other queue has. */
export function formatReceipt(queueTag: string, receipt: Receipt): string {
  return `AQE${queueTag}.${receipt.sequence.toString(36)}.${receipt.receives.toString(36)}`;
}

/**
 * What a receipt handle of this queue says.
 *
 * @throws {AwsError} `ReceiptHandleIsInvalid` when it is no receipt handle of this queue.
 */
export function parseReceipt(queueTag: string, handle: unknown): Receipt {
  const parts = typeof handle === "string" ? /^AQE(\w+)\.(\w+)\.(\w+)$/.exec(handle) : null;
  const sequence = parseInt(parts?.[2] ?? "", 36);
  const receives = parseInt(parts?.[3] ?? "", 36);
  if (parts?.[1] !== queueTag || !(sequence >= 0) || !(receives >= 1)) {
    throw new AwsError(
      "ReceiptHandleIsInvalid",
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
    );
  }
  return { sequence, receives };
}
