/**
 * Load and warm-up of a trial, whatever they go out by.
 *
 * @module
 */
import type { LoadResult } from "../load/mod.ts";
import type { StageProgress } from "./progress.ts";
import type { Trial } from "./trial.ts";

/** Puts load on a trial's API. */
export interface LoadDriver {
  /**
   * Sends the trial's warm-up orders, with ids that begin with `idPrefix`.
   *
   * @returns how many were not confirmed.
   */
  warmUp(trial: Trial & { idPrefix: string }, signal: AbortSignal): Promise<number>;
  /** Sends the trial's load. Never throws for an abort: what was sent is in the result. */
  run(
    trial: Trial,
    onProgress: (progress: StageProgress) => void,
    signal: AbortSignal,
  ): Promise<LoadResult>;
}
