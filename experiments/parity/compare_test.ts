import assert from "node:assert/strict";
import type { SummaryRow } from "../run/summary.ts";
import { compareRuns } from "./compare.ts";

function row(more: Partial<SummaryRow>): SummaryRow {
  return {
    trial: "concurrency-5",
    path: "queue",
    workers: 1,
    concurrency: 20,
    payment_slots: 5,
    service_time_ms: 100,
    accepted: 1000,
    backlog_peak_orders: 100,
    drain_s: 10,
    utilisation_ratio: 0.98,
    duplicated: 0,
    ...more,
  } as SummaryRow;
}

const of = (measured: Partial<SummaryRow>[], simulated: Partial<SummaryRow>[]) =>
  Object.fromEntries(
    compareRuns(measured.map(row), simulated.map(row)).map((each) => [each.figure, each]),
  );

Deno.test("compareRuns() compares medians and keeps the smallest and the largest", () => {
  const { drain_s } = of(
    [{ drain_s: 9 }, { drain_s: 10 }, { drain_s: 30 }],
    [{ drain_s: 10.2 }, { drain_s: 10.3 }, { drain_s: 10.1 }],
  );
  assert.deepEqual(drain_s!.measured, { median: 10, low: 9, high: 30 });
  assert.ok(Math.abs(drain_s!.difference - 0.2) < 1e-9);
  assert.ok(drain_s!.same);
});

Deno.test("compareRuns() allows 3 % or a service time, 0.02, and no order paid twice", () => {
  const cases: [Partial<SummaryRow>, string, boolean][] = [
    [{ drain_s: 10.29 }, "drain_s", true],
    [{ drain_s: 10.31 }, "drain_s", false],
    [{ backlog_peak_orders: 105 }, "peak", true],
    [{ backlog_peak_orders: 94 }, "peak", false],
    [{ accepted: 970 }, "accepted", true],
    [{ accepted: 969 }, "accepted", false],
    [{ utilisation_ratio: 0.9601 }, "utilisation", true],
    [{ utilisation_ratio: 0.959 }, "utilisation", false],
    [{ duplicated: 1 }, "duplicated", false],
  ];
  for (const [simulated, figure, same] of cases) {
    assert.equal(of([{}], [simulated])[figure]!.same, same, JSON.stringify(simulated));
  }
});

Deno.test("compareRuns() leaves out what one of the two does not have", () => {
  assert.deepEqual(Object.keys(of([{}], [])), []);
  const figures = of([{}], [{ drain_s: undefined, utilisation_ratio: undefined }]);
  assert.deepEqual(Object.keys(figures), ["accepted", "peak", "duplicated"]);
});
