import process from "node:process";
import { emfLine, type EmfMetric } from "./emf.ts";

/** Whose statistics they are. */
export interface StatsIdentity {
  service: "api" | "worker";
  trial: string;
  repetition: number;
  host: string;
}

/** Writes statistics of this process until it is stopped. */
export interface ProcessStats {
  /** Writes the last line and stops. */
  end(): void;
}

const LAG_PROBE_MS = 20;

/**
 * Writes one EMF line each `periodMs`, and one at the end: processor time, memory, the worst lag of the
 * event loop, and what `sample` adds.
 *
 * @param sample counts of the service; `in_flight` among them.
 */
export function startProcessStats(
  identity: StatsIdentity,
  periodMs: number,
  now: () => number,
  writeLine: (document: unknown) => void,
  sample: () => Record<string, number> & { in_flight: number },
): ProcessStats {
  let lagMaxMs = 0;
  let probedAtMs = performance.now();
  let cpuBeforeS = cpuSeconds();
  const probe = setInterval(() => {
    const atMs = performance.now();
    lagMaxMs = Math.max(lagMaxMs, atMs - probedAtMs - LAG_PROBE_MS);
    probedAtMs = atMs;
  }, LAG_PROBE_MS);
  const write = () => {
    const cpuS = cpuSeconds();
    const counts = sample();
    const rssBytes = Deno.memoryUsage().rss;
    const metrics: EmfMetric[] = [
      { name: "CpuTime", unit: "Seconds", value: round(cpuS - cpuBeforeS) },
      { name: "ResidentMemory", unit: "Bytes", value: rssBytes },
      { name: "EventLoopLagMax", unit: "Milliseconds", value: round(lagMaxMs) },
      { name: "InFlight", unit: "Count", value: counts.in_flight },
    ];
    writeLine(emfLine(now(), metrics, {
      event: "stats",
      ...identity,
      at_ms: round(now()),
      cpu_s: round(cpuS),
      rss_bytes: rssBytes,
      event_loop_lag_ms_max: round(lagMaxMs),
      ...counts,
    }));
    cpuBeforeS = cpuS;
    lagMaxMs = 0;
  };
  const timer = setInterval(write, periodMs);
  return {
    end() {
      clearInterval(timer);
      clearInterval(probe);
      write();
    },
  };
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
