import type { Clock, Random } from "../../services/orders/ports.ts";

/**
 * A reading that may be old, as AWS's approximate attributes are: each is kept for a drawn time of up to
 * `ageMsMax`, then `read` anew. 0 reads every time.
 */
export function createStaleReading<T>(
  read: () => T,
  ageMsMax: number,
  clock: Pick<Clock, "now">,
  random: Random,
): () => T {
  if (ageMsMax === 0) return read;
  let reading: { value: T; untilMs: number } | undefined;
  return () => {
    const nowMs = clock.now();
    if (reading === undefined || nowMs >= reading.untilMs) {
      reading = { value: read(), untilMs: nowMs + random.next() * ageMsMax };
    }
    return reading.value;
  };
}
