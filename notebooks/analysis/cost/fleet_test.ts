import assert from "node:assert/strict";
import { assume } from "./assume.ts";
import { lcuHours } from "./balancer.ts";
import { fleetOf, paidPerTaskPerS, peakRatePerS } from "./fleet.ts";
import { billedMs, billedMsPerOrder } from "./functions.ts";

const worker = (assumptions = assume()) => ({
  tasksMin: assumptions.workerTasksMin,
  perTaskPerS: paidPerTaskPerS(assumptions),
});

Deno.test("a fleet without orders is its minimum, in either mode", () => {
  for (const mode of ["fixed", "autoscaled"] as const) {
    assert.deepEqual(fleetOf(0, worker(), mode, assume()), {
      tasksAtPeak: 1,
      idleTaskHours: 730,
      peakTaskHours: 0,
    });
  }
});

Deno.test("the original's flash sale of 48.27 orders/s needs 29 workers of 5 slots, all busy", () => {
  const assumptions = assume({ peakToMeanRatio: 1, busyAtPeakShare: 1, taskOverheadMs: 0 });
  const orders = 48.27 * 730 * 3600;
  assert.ok(Math.abs(peakRatePerS(orders, assumptions) - 48.27) < 1e-9);
  // 48.27 × 3 / 5 = 28.96
  assert.equal(fleetOf(orders, worker(assumptions), "fixed", assumptions).tasksAtPeak, 29);
});

Deno.test("tasks that scale in after the next burst has begun are never off", () => {
  const assumptions = assume({ burstsPerMonth: 10_000, scaleInS: 3600 });
  const orders = 10 * 730 * 3600;
  assert.deepEqual(
    fleetOf(orders, worker(assumptions), "autoscaled", assumptions),
    fleetOf(orders, worker(assumptions), "fixed", assumptions),
  );
});

Deno.test("lcuHours() takes the highest dimension", () => {
  const cases = [
    // 36,000 connections in an hour are 10 a second: 10 / 25.
    [assume(), 0, "new connections", 0.4],
    // 10 a second that live 600 s are 6,000 at a time: 6,000 / 3,000.
    [assume({ connectionS: 600 }), 0, "active connections", 2],
    [assume({ connectionS: 0 }), 600_000, "active connections", 2],
    // 36,000 × 100,000 bytes are 3.6 GB.
    [assume({ bytesInPerOrder: 99_650 }), 0, "processed bytes", 3.6],
  ] as const;
  for (const [assumptions, heldMs, dimension, hours] of cases) {
    const got = lcuHours(36_000, heldMs, assumptions);
    assert.equal(got.dimension, dimension);
    assert.ok(Math.abs(got.hours - hours) < 1e-9, `${got.hours}`);
  }
});

Deno.test("billedMs() rounds init and duration up together", () => {
  assert.equal(billedMs(3000.1, 57.9), 3058);
  assert.equal(billedMs(3000), 3000);
});

Deno.test("half of the orders cold, as in the original's ten, is half of init more", () => {
  assert.equal(billedMsPerOrder(assume({ coldStartShare: 0.5 })), 3033);
});
