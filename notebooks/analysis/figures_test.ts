import assert from "node:assert/strict";
import { backlogCurve, cloudWatchDepth, thinned } from "./backlog.ts";
import type { Figure } from "./figure.ts";
import { growthByRegression, littlesRatio } from "./growth.ts";
import { responseEcdf, responseMeanS, responseQuantile } from "./latency.ts";
import { middleRepetition, overRepetitions, settingOf } from "./repetitions.ts";
import { openRun, type Run } from "./run.ts";
import { type TinyRun, withFolder, writeTinyRun } from "./testing.ts";

async function withRun(run: TinyRun, body: (run: Run) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const open = await openRun(await writeTinyRun(folder, "tiny", run));
    try {
      await body(open);
    } finally {
      open.tables.close();
    }
  });
}

/** Five orders a tenth of a second apart, each in the system for a quarter: a backlog of up to three. */
const ORDERS = [0, 100, 200, 300, 400].map((scheduled) => ({
  scheduled,
  accepted: scheduled + 10,
  responded: scheduled + 10 + scheduled / 10,
  completed: scheduled + 260,
}));
const KEY = { trial: "slots-2", repetition: 1 };

Deno.test("backlogCurve() steps up at acceptances and down at first payments", async () => {
  await withRun({ orders: ORDERS }, async (run) => {
    const curve = await backlogCurve(run, KEY);
    assert.deepEqual(curve.slice(0, 4), [
      { atS: 0.01, orders: 1 },
      { atS: 0.11, orders: 2 },
      { atS: 0.21, orders: 3 },
      { atS: 0.26, orders: 2 },
    ]);
    assert.deepEqual(curve.at(-1), { atS: 0.66, orders: 0 });
    const waiting = await backlogCurve(run, KEY, { of: "waiting" });
    assert.deepEqual(waiting[0], { atS: 0, orders: 1 });
  });
});

Deno.test("thinned() keeps ends, peak and trough of each stretch, and few points as they are", () => {
  const points = Array.from({ length: 5000 }, (_, at) => ({
    atS: at,
    orders: at === 1234 ? 900 : at === 4321 ? -5 : 100,
  }));
  const few = thinned(points, 100);
  assert.ok(few.length <= 100);
  assert.deepEqual([few[0], few.at(-1)], [points[0], points.at(-1)]);
  assert.ok(few.includes(points[1234]!) && few.includes(points[4321]!));
  assert.deepEqual(few.map(({ atS }) => atS), few.map(({ atS }) => atS).sort((a, b) => a - b));
  assert.deepEqual(thinned(points.slice(0, 50), 100), points.slice(0, 50));
});

Deno.test("cloudWatchDepth() leaves out the dead-letter queue", async () => {
  const point = {
    trial: "slots-2",
    repetition: 1,
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    statistic: "Maximum",
    period_s: 1,
    unit: "Count",
  };
  const queue = [
    { ...point, dimensions: "QueueName=order-processing-queue-x", at_ms: 1000, value: 7 },
    { ...point, dimensions: "QueueName=order-processing-queue-dlq-x", at_ms: 1000, value: 3 },
  ];
  await withRun({ orders: ORDERS, queue }, async (run) => {
    assert.deepEqual(await cloudWatchDepth(run, KEY), {
      points: [{ atS: 1, orders: 7 }],
      periodS: 1,
    });
  });
});

Deno.test("overRepetitions() has an interval from five repetitions on, and none below", async () => {
  const drains = [10, 11, 12, 13, 14].map((drain_s) => ({ drain_s }));
  await withRun({ summary: drains }, async (run) => {
    const { value, interval } = await overRepetitions(run, "slots-2", "drain_s", "s");
    assert.equal(value, 12);
    // t(4, 0.975) = 2.7764 by any table; s / √5 = 0.7071.
    assert.ok(Math.abs(interval![1] - 12 - 2.7764 * 0.70711) < 1e-3);
  });
  await withRun({ summary: drains.slice(0, 4) }, async (run) => {
    assert.equal((await overRepetitions(run, "slots-2", "drain_s", "s")).interval, undefined);
  });
});

Deno.test("overRepetitions() refuses a trial without a value: nothing is written as zero", async () => {
  await withRun({ summary: [{ state: "not_drained", drain_s: 3 }] }, async (run) => {
    await assert.rejects(overRepetitions(run, "slots-2", "drain_s", "s"), /must have a value/);
    await assert.rejects(overRepetitions(run, "slots-9", "drain_s", "s"), /must have a value/);
  });
});

Deno.test("middleRepetition() is one that was run", async () => {
  const drains = [30, 10, 20, 40].map((drain_s) => ({ drain_s }));
  await withRun({ summary: drains }, async (run) => {
    assert.equal(await middleRepetition(run, "slots-2", "drain_s"), 3);
  });
});

Deno.test("responseEcdf() is of all orders sent, answered or not", async () => {
  const orders = [...ORDERS, { scheduled: 500 }];
  await withRun({ orders }, async (run) => {
    const { sent, answered, medianMs } = await responseEcdf(run, "slots-2");
    assert.equal(sent, 6);
    assert.deepEqual(answered[0], { ms: 10, share: 1 / 6 });
    assert.deepEqual(answered.at(-1), { ms: 50, share: 5 / 6 });
    assert.equal(medianMs, 30);
  });
});

Deno.test("every figure's query gives its value in DuckDB", async () => {
  const summary = [1, 2, 3, 4, 5].map((drain_s) => ({ drain_s, payment_slots: 2 }));
  await withRun({ orders: ORDERS, summary }, async (run) => {
    const figures: Figure[] = [
      await overRepetitions(run, "slots-2", "drain_s", "s"),
      await settingOf(run, "slots-2", "payment_slots", "slots"),
      await responseQuantile(run, "slots-2", 0.99),
      await responseMeanS(run, "slots-2"),
      await growthByRegression(run, KEY),
      await littlesRatio(run, KEY),
    ];
    for (const { value, source } of figures) {
      assert.ok(source.kind === "rows" && source.rows > 0);
      assert.equal(await run.tables.value(source.query), value, source.query);
    }
  });
});

Deno.test("littlesRatio() is 1, whatever the orders", async () => {
  await withRun({ orders: ORDERS }, async (run) => {
    assert.ok(Math.abs((await littlesRatio(run, KEY)).value - 1) < 1e-9);
  });
});

Deno.test("growthByRegression() is the slope of a steady growth", async () => {
  // Ten orders a second come in, five are paid.
  const orders = Array.from({ length: 100 }, (_, index) => ({
    scheduled: index * 100,
    accepted: index * 100,
    responded: index * 100 + 1,
    completed: (index + 1) * 200,
  }));
  await withRun({ orders }, async (run) => {
    const { value } = await growthByRegression(run, KEY);
    assert.ok(Math.abs(value - 5) < 0.1, String(value));
  });
});

Deno.test("figures of a trial that completed nothing are refused", async () => {
  await withRun({ orders: [{ scheduled: 0 }] }, async (run) => {
    await assert.rejects(growthByRegression(run, KEY), /it completed no order/);
    await assert.rejects(responseMeanS(run, "slots-2"), /must have a value/);
  });
});
