/**
 * How late this process runs its timers: the cloud is one thread, and where it is late, every wait
 * measured through it is late too.
 *
 * @module
 */
import { mergeSamples, type Sample, sampleOf } from "../cloudwatch/statistics.ts";

/** How often the lag is looked at. */
const INTERVAL_MS = 20;

/** See {@linkcode startLagMeter}. */
export interface LagMeter {
  /** Lags in milliseconds since the last call, rounded to a tenth; undefined without any. */
  flush(): Sample | undefined;
  stop(): void;
}

/** Measures from now on, until stopped. */
export function startLagMeter(): LagMeter {
  let lags = new Map<number, number>();
  let dueAt = performance.now() + INTERVAL_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    const lagMs = Math.round(Math.max(0, now - dueAt) * 10) / 10;
    lags.set(lagMs, (lags.get(lagMs) ?? 0) + 1);
    dueAt = now + INTERVAL_MS;
  }, INTERVAL_MS);
  return {
    flush() {
      const sample = mergeSamples([...lags].map(([lagMs, count]) => sampleOf(lagMs, count)));
      lags = new Map();
      return sample;
    },
    stop: () => clearInterval(timer),
  };
}
