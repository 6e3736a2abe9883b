import assert from "node:assert/strict";
import { replayForecast } from "./arrival_trial.ts";
import { faults } from "./faults.ts";
import { phase4 } from "./phase4.ts";
import { phase5Workers, processesNeeded } from "./phase5_workers.ts";
import { predictedHoldS, prefetch } from "./prefetch.ts";
import { rampForecast } from "./ramp.ts";
import { summaryRow } from "./rows_for_tests.ts";
import { predictedMeanMs, soak } from "./soak.ts";
import { spike, spikeForecast } from "./spike.ts";

Deno.test("processesNeeded() for 60 orders/s of 3 s is 36 × 5, or 2 × 100, not 25 × 100", () => {
  assert.equal(processesNeeded(60, 3000, 5), 36);
  assert.equal(processesNeeded(60, 3000, 100), 2);
});

Deno.test("predictedHoldS() of the original's channel outlasts its lease", () => {
  const servers = { workers: 1, concurrency: 20, paymentSlots: 5 };
  assert.equal(predictedHoldS(servers, "original", 3000), 78);
  assert.ok(predictedHoldS(servers, "ahead", 3000) < 30);
  assert.equal(predictedHoldS(servers, 10, 3000), 18);
});

Deno.test("spikeForecast() fills in the spike and empties behind it", () => {
  const spike = {
    kind: "spike" as const,
    basePerS: 20,
    spikePerS: 200,
    startS: 3,
    lengthS: 2,
    durationS: 15,
  };
  assert.deepEqual(spikeForecast(spike, 50), { peak: 300, left: 0 });
  assert.deepEqual(spikeForecast({ ...spike, durationS: 6 }, 50), { peak: 300, left: 270 });
  assert.deepEqual(spikeForecast(spike, 200), { peak: 0, left: 0 });
  assert.deepEqual(spikeForecast({ ...spike, basePerS: 60 }, 50), { peak: 430, left: 430 });
});

Deno.test("replayForecast() is what the order that comes finds before it", () => {
  const burst = Array.from({ length: 100 }, () => 1000);
  assert.deepEqual(replayForecast(burst, 10), { peak: 99, left: 99 });
  assert.deepEqual(replayForecast([...burst, 6000], 10), { peak: 99, left: 50 });
  assert.deepEqual(replayForecast([0, 100, 200], 10), { peak: 0, left: 0 });
});

Deno.test("spike replays a file of arrivals instead, and foresees its backlog", async () => {
  const file = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    await Deno.writeTextFile(file, "at_ms\n0\n0\n250\n");
    const { plan, columns, sizes } = spike;
    const { trials } = plan({ ...sizes.quick, slots: "5", arrivals_csv: file });
    assert.deepEqual(trials[0]!.load, {
      model: "open",
      arrivals: { kind: "replay", atMs: [0, 0, 250] },
    });
    const predicted = columns.find(({ header }) => header === "predicted")!;
    assert.equal(predicted.cell(summaryRow({ payment_slots: 5 }), trials[0]!), "6");
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("rampForecast() is the area above the ceiling", () => {
  const ramp = { kind: "ramp" as const, fromPerS: 0, toPerS: 100, durationS: 20 };
  assert.deepEqual(rampForecast(ramp, 50), { peak: 250, left: 250 });
  assert.deepEqual(rampForecast(ramp, 100), { peak: 0, left: 0 });
  assert.deepEqual(rampForecast({ ...ramp, fromPerS: 60 }, 50), { peak: 600, left: 600 });
  // Falling: the backlog of the first half is gone by the end.
  assert.deepEqual(rampForecast({ ...ramp, fromPerS: 100, toPerS: 0 }, 50), { peak: 250, left: 0 });
});

Deno.test("predictedMeanMs() grows with load, and shrinks with servers at the same load", () => {
  // M/D/1 by Pollaczek and Khinchine: ρ / (2 (1 − ρ)) of a service time.
  assert.equal(Math.round(predictedMeanMs(0.8, 1, 100)), 300);
  assert.ok(predictedMeanMs(4, 5, 100) > predictedMeanMs(3, 5, 100));
  assert.ok(predictedMeanMs(8, 10, 100) < predictedMeanMs(4, 5, 100));
});

Deno.test("phase4's answer says what was measured, and where nothing grew", () => {
  assert.match(
    phase4.answer([summaryRow()]),
    /^150 orders\/s came in and 50\.0\/s could be paid: the queue grew by 100 orders\/s to 80 orders/,
  );
  assert.match(
    phase4.answer([summaryRow({ backlog_growth_per_s: -2 })]),
    /the queue did not grow\.$/,
  );
  assert.match(
    phase4.answer([summaryRow({ queue_age_peak_s: undefined })]),
    /CloudWatch saw nothing of it\.$/,
  );
});

Deno.test("phase5-workers' answer tells those that held from those that did not", () => {
  const row = (workers: number, backlog_growth_per_s: number) =>
    summaryRow({ trial: `processes-${workers}x5`, workers, backlog_growth_per_s });
  assert.equal(
    phase5Workers.answer([row(1, 100), row(3, 1), row(4, 0)]),
    "By arithmetic 150 orders/s need 3 worker processes of 5 slots; measured, 3 × 5, 4 × 5 held " +
      "them, and the backlog grew with 1 × 5.",
  );
  assert.match(phase5Workers.answer([row(1, 100)]), /measured, none of these held them/);
});

Deno.test("phase5-workers runs many processes on sim alone", () => {
  const { trials } = phase5Workers.plan(phase5Workers.sizes.original);
  const everywhere = trials.filter(({ targets }) => targets === undefined);
  assert.deepEqual(everywhere.map(({ trial }) => trial), [
    "processes-1x5",
    "processes-2x5",
    "processes-4x5",
  ]);
  assert.ok(
    trials.some(({ trial, targets }) => trial === "processes-64x5" && targets?.[0] === "sim"),
  );
});

Deno.test("prefetch's answer counts duplicates and names the lease", () => {
  const original = summaryRow({
    trial: "prefetch-original",
    prefetch: "original",
    duplicated: 12,
    payments: 115,
    hold_ms_max: 7800,
  });
  assert.equal(
    prefetch.answer([summaryRow({ trial: "prefetch-ahead" }), original]),
    "Prefetch original paid 12 of 100 orders more than once (1.50 slot-seconds for nothing); it " +
      "held a message for up to 7.80 s, which a lease of 8 s would have outlasted; prefetch ahead " +
      "paid nothing twice.",
  );
});

Deno.test("soak's answer says when something built up", () => {
  assert.match(soak.answer([summaryRow({ backlog_growth_per_s: 0.1 })]), /nothing built up/);
  assert.match(soak.answer([summaryRow({ backlog_growth_per_s: 9 })]), /the backlog grew by 9\.00/);
});

Deno.test("faults' answer never hides a lost order", () => {
  const undisturbed = summaryRow({ trial: "undisturbed" });
  const shot = summaryRow({ trial: "shot-worker", shots: 3, drain_s: 3.6, duplicated: 2 });
  assert.equal(
    faults.answer([undisturbed, shot]),
    "3 shots in 1 trial: 0 of 100 accepted orders were lost, 2 were paid more than once; the drain " +
      "came 2.00 s later at worst (shot-worker).",
  );
  const lost = { ...shot, lost: 4, outstanding: 1, state: "failed" as const };
  assert.match(
    faults.answer([undisturbed, lost]),
    /^3 shots in 1 trial: 4 of 100 .*, 1 left unpaid\.$/,
  );
  assert.match(faults.answer([undisturbed]), /^Nothing was shot/);
});
