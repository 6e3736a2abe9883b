import assert from "node:assert/strict";
import {
  backlogCurve,
  backlogCurves,
  backlogPeak,
  cloudWatchDepth,
  loadAndDrainEnd,
} from "./backlog.ts";
import { tinyRun } from "./tiny_run.ts";

const KEY = { trial: "slots-2", repetition: 1 };

Deno.test("backlogCurve() has every change, in time, and its peak is the summary's", async () => {
  await using tiny = await tinyRun();
  const curve = await backlogCurve(tiny.run, "slots-2", 1);
  assert.deepEqual(curve.map(({ orders }) => orders), [
    ...[0, 1, 2, 3, 4, 5, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1, 0],
  ]);
  assert.ok(curve.every(({ atS }, i) => i === 0 || atS >= curve[i - 1]!.atS));
  const { value } = await backlogPeak(tiny.run, KEY);
  assert.equal(value, tiny.run.summary[0]!.backlog_peak_orders);
});

Deno.test("backlogCurve() keeps its peak, its start and its end where it is thinned", async () => {
  await using tiny = await tinyRun();
  const whole = await backlogCurve(tiny.run, "slots-2", 1);
  for (let pointsMax = 5; pointsMax <= whole.length; pointsMax++) {
    const curve = await backlogCurve(tiny.run, "slots-2", 1, { pointsMax });
    assert.ok(curve.length <= pointsMax, `${pointsMax}: ${curve.length}`);
    assert.equal(Math.max(...curve.map(({ orders }) => orders)), 7);
    assert.deepEqual([curve[1], curve.at(-1)], [whole[1], whole.at(-1)]);
    const places = curve.map(({ atS, orders }) =>
      whole.findIndex((point) => point.atS === atS && point.orders === orders)
    );
    assert.deepEqual(places, [...new Set(places)].sort((a, b) => a - b));
    assert.ok(!places.includes(-1));
  }
  assert.equal((await backlogCurve(tiny.run, "slots-2", 1, { pointsMax: 17 })).length, 17);
  await assert.rejects(backlogCurve(tiny.run, "slots-2", 1, { pointsMax: 4 }), /from 5 on, got 4/);
});

Deno.test("backlogCurves() are the curves of the trials, in their order", async () => {
  await using tiny = await tinyRun({ slots: [1, 2], manifest: { repetitions: 2 } });
  const keys = [["slots-2", 2], ["slots-1", 1], ["slots-2", 1]] as const;
  const curves = await backlogCurves(
    tiny.run,
    keys.map(([trial, repetition]) => ({ trial, repetition })),
    { pointsMax: 9 },
  );
  for (const [index, [trial, repetition]] of keys.entries()) {
    const wanted = await backlogCurve(tiny.run, trial, repetition, { pointsMax: 9 });
    assert.ok(wanted.length > 5);
    assert.deepEqual(curves[index], wanted);
  }
  const gone = backlogCurves(tiny.run, [{ trial: "slots-9", repetition: 1 }]);
  await assert.rejects(gone, /no trial slots-9/);
  await assert.rejects(backlogCurves(tiny.run, [], { pointsMax: 4 }), /from 5 on, got 4/);
});

Deno.test("cloudWatchDepth() leaves out the dead-letter queue and other metrics", async () => {
  await using tiny = await tinyRun();
  const { points, periodS } = await cloudWatchDepth(tiny.run, "slots-2", 1);
  assert.deepEqual(points, [
    { atS: -0.9, orders: 0 },
    { atS: 0.1, orders: 6 },
    { atS: 1.1, orders: 0 },
  ]);
  assert.equal(periodS, 1);
});

Deno.test("loadAndDrainEnd() has no end of a drain that left orders", async () => {
  await using drained = await tinyRun();
  const { loadEndsS, emptyAtS } = loadAndDrainEnd(drained.run, "slots-2", 1);
  assert.equal(loadEndsS, 0.08);
  assert.ok(Math.abs(emptyAtS! - 0.23) < 1e-12, `${emptyAtS}`);
  await using left = await tinyRun({ summary: { drain_s: undefined } });
  assert.deepEqual(loadAndDrainEnd(left.run, "slots-2", 1), { loadEndsS: 0.08 });
});

Deno.test("a trial that is not there is named, with those that are", async () => {
  await using tiny = await tinyRun();
  await assert.rejects(backlogCurve(tiny.run, "slots-3", 1), /no trial slots-3 .*slots-2/);
  await assert.rejects(cloudWatchDepth(tiny.run, "slots-2", 9), /no trial slots-2 repetition 9/);
});
