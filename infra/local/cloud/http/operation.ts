/**
 * What an operation of ours is, whatever protocol it is spoken in.
 *
 * @module
 */
import type { Input } from "./members.ts";

/** The caller of an operation. */
export interface Caller {
  /** Aborts when the caller's connection closes before its answer is written. */
  readonly signal: AbortSignal;
  /** Runs `undo` if the answer is not written because the caller has gone. */
  onUnsent(undo: () => void): void;
}

/** Takes a request, gives the answer, or throws an `AwsError`. */
export type Operation = (input: Input, caller: Caller) => object | Promise<object>;
