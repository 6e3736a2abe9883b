/**
 * One input for each chart, for tests of charts.
 *
 * @module
 */
import { backlogByTrial } from "./backlog_by_trial.ts";
import { capacityBySlots } from "./capacity_by_slots.ts";
import type { RunFacts } from "./caption.ts";
import type { Chart } from "./chart.ts";
import { costAgainstVolume } from "./cost_against_volume.ts";
import { duplicatesByPrefetch } from "./duplicates_by_prefetch.ts";
import { flashSaleBacklog } from "./flash_sale_backlog.ts";
import { publishedAgainstMeasured } from "./published_against_measured.ts";
import { type BacklogPoint, queueSpike } from "./queue_spike.ts";
import { responseEcdf } from "./response_ecdf.ts";
import { scaling } from "./scaling.ts";
import { simulationAgainstMeasurement } from "./simulation_against_measurement.ts";

/** A run on real processes, five times. */
export const LOCAL: RunFacts = {
  run_id: "example-local",
  target: "local",
  size: "quick",
  time_factor: 30,
  repetitions: 5,
};

/** The same, simulated, once. */
export const SIM: RunFacts = { ...LOCAL, run_id: "example-sim", target: "sim", repetitions: 1 };

/** Up to a peak at the end of the load, and down to nothing. */
export function spike(peak: number, loadEndsS: number, emptyAtS: number): BacklogPoint[] {
  return Array.from({ length: 61 }, (_, index) => {
    const atS = emptyAtS * index / 60;
    const share = atS < loadEndsS ? atS / loadEndsS : (emptyAtS - atS) / (emptyAtS - loadEndsS);
    return { atS, orders: peak * share };
  });
}

/** Input of `queueSpike`. */
export const queueSpikeExample = {
  run: LOCAL,
  trial: "slots-5",
  path: "queue",
  ledger: spike(1200, 12, 36),
  cloudWatch: Array.from(
    { length: 36 },
    (_, atS) => ({ atS, orders: Math.max(0, 1190 - 33 * atS) }),
  ),
  cloudWatchPeriodS: 1,
  predicted: [{ atS: 0, orders: 0 }, { atS: 12, orders: 1205 }, { atS: 36.1, orders: 0 }],
  loadEndsS: 12,
  emptyAtS: 36,
} as const;

/** Input of `backlogByTrial`. */
export const backlogExample = {
  runs: [SIM],
  path: "queue",
  trials: [
    { label: "1 loop", ledger: spike(1438, 1, 145), loadEndsS: 1, emptyAtS: 145 },
    { label: "5 loops", ledger: spike(1398, 1, 29), loadEndsS: 1, emptyAtS: 29 },
    { label: "20 loops, 5 slots", ledger: spike(1398, 1, 29), loadEndsS: 1, emptyAtS: 29 },
    { label: "100 loops", ledger: spike(573, 1, 1.57), loadEndsS: 1, emptyAtS: 1.57 },
  ],
} as const;

/** Input of `scaling`. */
export const scalingExample = {
  runs: [LOCAL],
  rows: [
    { loops: 1, slots: 1, ratePerS: 9.98, interval: [9.9, 10] },
    { loops: 5, slots: 5, ratePerS: 49.9 },
    { loops: 20, slots: 5, ratePerS: 49.8 },
    { loops: 20, slots: 20, ratePerS: 198 },
  ],
  workers: 1,
  paymentS: 0.1,
} as const;

/** Input of `responseEcdf`. */
export const ecdfExample = {
  runs: [LOCAL],
  paths: [
    {
      path: "sync",
      sent: 115,
      answered: [{ ms: 100, share: 0.05 }, { ms: 300, share: 0.2 }, { ms: 397, share: 0.826 }],
      medianMs: 390,
    },
    {
      path: "queue",
      sent: 1253,
      answered: [{ ms: 4, share: 0.01 }, { ms: 17, share: 0.5 }, { ms: 107, share: 0.986 }],
      medianMs: 17.4,
    },
  ],
} as const;

/** Input of `capacityBySlots`. */
export const capacityExample = {
  runs: [LOCAL],
  rows: [
    { slots: 1, answered: 20, interval: [19, 20] },
    { slots: 5, answered: 96 },
    { slots: 10, answered: 190 },
  ],
  predicted: [1, 2, 5, 10, 20].map((slots) => ({ slots, answered: 19 * slots })),
  users: 20,
} as const;

/** Input of `costAgainstVolume`. */
export const costExample = {
  paths: [
    {
      path: "queue",
      points: [1e3, 1e6, 1e8].map((ordersPerMonth) => ({
        ordersPerMonth,
        usdPerMonth: 60 + 2e-6 * ordersPerMonth,
      })),
    },
    {
      path: "lambda",
      points: [1e3, 1e6, 1e8].map((ordersPerMonth) => ({
        ordersPerMonth,
        usdPerMonth: 16 + 2.6e-5 * ordersPerMonth,
      })),
    },
  ],
  breakEven: { between: ["lambda", "queue"], ordersPerMonth: 1.83e6, interval: [1.5e6, 2.1e6] },
  region: "us-east-1",
  priceDate: "2026-11-20",
  runs: [LOCAL],
  notes: ["2 prices are unverified"],
} as const;

/** Input of `duplicatesByPrefetch`. */
export const duplicatesExample = {
  runs: [LOCAL],
  rows: [
    { prefetch: "ahead", completed: 300, duplicated: 0, holdS: 0.9 },
    { prefetch: "10", completed: 300, duplicated: 0 },
    { prefetch: "original", completed: 300, duplicated: 87, holdS: 7.8 },
  ],
  leaseS: 3,
} as const;

/** Input of `simulationAgainstMeasurement`. */
export const simulationExample = {
  quantity: "drain time",
  unit: "s",
  runs: [LOCAL, SIM],
  rows: [
    {
      label: "1 loop",
      path: "queue",
      measured: { value: 145, interval: [144, 146] },
      simulated: { value: 144 },
    },
    { label: "sync", path: "sync", measured: { value: 0.4 }, simulated: { value: 0.391 } },
  ],
} as const;

/** Input of `publishedAgainstMeasured`. */
export const publishedExample = {
  runs: [LOCAL, { ...SIM, size: "original", time_factor: 1 }],
  rows: [
    {
      label: "accepted, synchronous",
      path: "sync",
      published: 95,
      unit: "orders",
      found: [{ target: "local", value: 97, interval: [96, 98] }, { target: "sim", value: 96 }],
    },
    {
      label: "drain, 1 loop",
      path: "queue",
      published: 2880,
      unit: "s",
      found: [{ target: "sim", value: 8352 }],
    },
    { label: "orders per hour", path: "sync", published: 5700, unit: "orders", found: [] },
  ],
} as const;

/** Input of `flashSaleBacklog`. */
export const flashSaleExample = {
  runs: [LOCAL],
  loadEndsS: 2,
  paths: [
    { path: "sync", backlog: spike(20, 2, 2.4), accepted: 101, emptyAtS: 2.4 },
    { path: "queue", backlog: spike(1153, 2, 25.3), accepted: 1252, emptyAtS: 25.3 },
  ],
} as const;

/** All charts. */
export function exampleCharts(): Chart[] {
  return [
    queueSpike(queueSpikeExample),
    backlogByTrial(backlogExample),
    scaling(scalingExample),
    responseEcdf(ecdfExample),
    capacityBySlots(capacityExample),
    costAgainstVolume(costExample),
    duplicatesByPrefetch(duplicatesExample),
    simulationAgainstMeasurement(simulationExample),
    publishedAgainstMeasured(publishedExample),
    flashSaleBacklog(flashSaleExample),
  ];
}
