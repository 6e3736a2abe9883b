import type { Clock } from "../../services/orders/ports.ts";

/**
 * Sleeps, and says whether it was to the end.
 *
 * @param ms milliseconds on the clock; below 0 counts as 0.
 * @returns false when `signal` ended the sleep.
 * @throws what the clock throws otherwise.
 */
export async function sleptThrough(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await clock.sleep(Math.max(0, ms), signal);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
