/** Laws that the catalog's experiments must obey on virtual time, at the original's size. */
import assert from "node:assert/strict";
import { catalog } from "../../experiments/catalog/catalog.ts";
import type { Settings, Size } from "../../experiments/catalog/definition.ts";
import { silentProgress } from "../../experiments/run/progress.ts";
import { runExperiment } from "../../experiments/run/run_experiment.ts";
import type { SummaryRow } from "../../experiments/run/summary.ts";
import { createSystemClock } from "../../services/aws/system_clock.ts";
import { simTarget } from "./sim_target.ts";

/** Rows of an experiment by trial; the run must have ended as planned. */
async function run(
  name: string,
  options: { size?: Size; settings?: Settings; trials?: readonly string[]; repetitions?: number },
): Promise<Map<string, SummaryRow[]>> {
  const experiment = catalog.find((candidate) => candidate.name === name)!;
  const { size = "original", trials, repetitions = 1 } = options;
  const settings = { ...experiment.sizes[size], ...options.settings };
  const planned = experiment.plan(settings);
  const plan = {
    ...planned,
    trials: planned.trials.filter(({ trial }) => trials?.includes(trial) ?? true),
  };
  const parent = await Deno.makeTempDir();
  try {
    const { rows, faults } = await runExperiment(
      { experiment, size, settings, plan, repetitions, seed: 1 },
      {
        targetName: "sim",
        startTarget: () => Promise.resolve(simTarget()),
        clock: createSystemClock(),
        progress: silentProgress,
        parent,
        signal: new AbortController().signal,
      },
    );
    assert.deepEqual(faults, []);
    assert.ok(rows.every(({ state, lost }) => state === "completed" && lost === 0));
    return Map.groupBy(rows, ({ trial }) => trial);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

Deno.test("phase2: 19 × slots users are answered in a minute", async () => {
  const rows = await run("phase2", {});
  for (const slots of [1, 5, 15]) {
    assert.equal(rows.get(`slots-${slots}`)![0]!.confirmed, 19 * slots);
  }
});

Deno.test("phase1: with one slot and a time-out, no answer comes after it", async () => {
  const rows = await run("phase1", {
    trials: ["one-slot-timeout-pay", "one-slot-timeout-cancel"],
  });
  const [[pay], [cancel]] = [...rows.values()] as [[SummaryRow], [SummaryRow]];
  for (const row of [pay, cancel]) assert.ok(row.last_confirmed_s! < 33, row.trial);
  assert.equal(pay.confirmed, 10);
  assert.ok(cancel.completed < pay.completed, "cancelled requests are not paid");
});

Deno.test("phase4: the queue grows by arrivals less service, within 2 %", async () => {
  for (const size of ["quick", "original"] as const) {
    const [row] = (await run("phase4", { size })).get("slots-5")!;
    const { offered_rate_per_s: arrivals, backlog_growth_per_s: growth } = row!;
    const predicted = arrivals! - 5000 / row!.service_time_ms;
    assert.ok(Math.abs(growth! / predicted - 1) <= 0.02, `${size}: ${growth} and ${predicted}`);
  }
});

Deno.test("prefetch: the original's pays twice, ahead does not", async () => {
  const rows = await run("prefetch", { size: "quick" });
  assert.equal(rows.get("prefetch-ahead")![0]!.duplicated, 0);
  const [original] = rows.get("prefetch-original")!;
  assert.ok(original!.duplicated > 0);
  assert.equal(original!.payments > original!.completed, true);
});

Deno.test("phase5-workers: 36 processes of 5 slots hold 60 orders/s, 32 do not", async () => {
  const rows = await run("phase5-workers", { trials: ["processes-32x5", "processes-36x5"] });
  assert.ok(rows.get("processes-32x5")![0]!.backlog_growth_per_s! > 5);
  assert.ok(rows.get("processes-36x5")![0]!.backlog_growth_per_s! < 1);
});

Deno.test("faults: no order is lost to any shot", async () => {
  const rows = await run("faults", { size: "quick", repetitions: 5 });
  const shot = [...rows.values()].flat().filter(({ trial }) => trial !== "undisturbed");
  assert.equal(shot.length, 20);
  assert.ok(shot.every(({ shots }) => shots !== undefined));
  assert.ok(shot.some(({ shots }) => shots! > 0));
  assert.ok(rows.get("shot-worker")!.some(({ duplicated }) => duplicated > 0));
});
