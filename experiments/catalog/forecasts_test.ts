import assert from "node:assert/strict";
import { replayForecast } from "./arrival_trial.ts";
import { phase5Workers, processesNeeded } from "./phase5_workers.ts";
import { predictedHoldS } from "./prefetch.ts";
import { rampForecast } from "./ramp.ts";
import { summaryRow } from "./rows_for_tests.ts";
import { predictedMeanMs } from "./soak.ts";
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
