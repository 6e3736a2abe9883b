/** A running estimate of a round trip. */
export interface RoundTrip {
  add(ms: number): void;
  /** Median of the last nine, milliseconds; 0 while there is none. */
  readonly medianMs: number;
}

const KEPT = 9;

/**
 * Keeps the last nine round trips. Their median is not moved by the odd one that waited for messages.
 */
export function createRoundTrip(): RoundTrip {
  const lastMs: number[] = [];
  let medianMs = 0;
  return {
    add(ms) {
      lastMs.push(ms);
      if (lastMs.length > KEPT) lastMs.shift();
      const sorted = lastMs.toSorted((a, b) => a - b);
      medianMs = sorted[sorted.length >> 1] ?? 0;
    },
    get medianMs() {
      return medianMs;
    },
  };
}
