/**
 * Runs for tests of comparisons.
 *
 * @module
 */
import { summaryRow } from "../catalog/rows_for_tests.ts";
import type { TrialPlan } from "../catalog/definition.ts";
import type { Manifest } from "../run/manifest.ts";
import type { ReadRun } from "../run/read_run.ts";
import type { SummaryRow } from "../run/summary.ts";

/** The definition of a trial of five slots. */
export function trialPlan(fields: Partial<TrialPlan> = {}): TrialPlan {
  return {
    trial: "trial",
    path: "queue",
    workers: 1,
    concurrency: 5,
    paymentSlots: 5,
    paymentMs: 100,
    prefetch: "ahead",
    visibilityTimeoutS: 30,
    onDisconnect: "cancel",
    inFlightMax: 1000,
    load: { model: "open", arrivals: { kind: "constant", ratePerS: 100, durationS: 1 } },
    warmUpOrders: 0,
    predictedDrainS: 1,
    drainDeadlineS: 60,
    ...fields,
  };
}

/** A run with one trial called `trial`, unless told otherwise: a row of `rows` a repetition. */
export function testRun(
  rows: readonly Partial<SummaryRow>[],
  { trials = [trialPlan()], ...more }: Partial<Manifest> & { trials?: TrialPlan[] } = {},
): ReadRun {
  const manifest: Manifest = {
    run_id: "20261101T000000Z-phase5-sim-abcd",
    experiment: "phase5",
    question: "",
    target: "sim",
    size: "quick",
    settings: {},
    plan: { trials, timeFactor: 30, latenciesMs: {}, metricPeriodS: 1, headline: "" },
    repetitions: rows.length / trials.length,
    seed: 1,
    started_at: "2026-11-01T00:00:00.000Z",
    state: "completed",
    faults: [],
    time_factor: 30,
    git: null,
    versions: { deno: "2.9.6" },
    machine: { os: "linux", release: "", arch: "x86_64", cpu: "cpu", cores: 2, memory_bytes: 1 },
    region: "simulated",
    price_table_date: null,
    warm_up_orders: {},
    clocks: [],
    files: {},
    ...more,
  };
  const summary = rows.map((row, index) => summaryRow({ repetition: index + 1, ...row }));
  return { manifest, summary };
}

/** A run whose repetitions have these values of one column. */
export function runOf(
  column: "drain_s" | "throughput_per_s" | "duplicated",
  values: readonly number[],
): ReadRun {
  return testRun(values.map((value) => ({ [column]: value })));
}
