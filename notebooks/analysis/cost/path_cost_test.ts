import assert from "node:assert/strict";
import fc from "fast-check";
import type { OrderPath } from "../../../services/orders/ledger_event.ts";
import { assume } from "./assume.ts";
import { FLEET_MODES } from "./fleet.ts";
import { monthlyCost, PATHS, peakHourUsd, usdPer1000 } from "./path_cost.ts";
import { unverifiedPrices } from "./price_book.ts";
import { EAST, sameUsd, WEST } from "./testing.ts";

/** One order a second on average, ten at the peak. */
const ORDERS = 730 * 3600;

/**
 * A slot pays in 3.004 s, so a task with 4 of its 5 slots busy pays 1.3316 orders a second: the
 * peak needs 8 tasks. Autoscaled, those beyond the minimum run for 73 h on and 30 × 900 s after it:
 * 80.5 h.
 */
const EXTRA_WORKER_HOURS = 7 * 80.5;
const EXTRA_SYNC_API_HOURS = 6 * 80.5;
const STATS_GB_PER_TASK_HOUR = 60 * (900 + 26) / 1e9;

/** Quantity × price of every line that is not zero. */
const SHARED: Record<string, number> = {
  "idle API tasks: vCPU": 2 * 730 * 0.25 * 0.04048,
  "idle API tasks: memory": 2 * 730 * 0.5 * 0.004445,
  "idle API tasks: public addresses": 2 * 730 * 0.005,
  "idle API tasks: logged statistics": 2 * 730 * STATS_GB_PER_TASK_HOUR * 0.5,
  "idle load balancer: hours": 730 * 0.0225,
  "idle load balancer: public addresses": 2 * 730 * 0.005,
  "orders load balancer: capacity": ORDERS / 3600 / 25 * 0.008,
  "orders transfer to clients": ORDERS * 350 / 1e9 * 0.09,
};

const TOPIC: Record<string, number> = { "orders topic: publishes": ORDERS * 0.0000005 };

const EXPECTED: Record<OrderPath, Record<string, number>> = {
  sync: {
    ...SHARED,
    "peak API tasks: vCPU": EXTRA_SYNC_API_HOURS * 0.25 * 0.04048,
    "peak API tasks: memory": EXTRA_SYNC_API_HOURS * 0.5 * 0.004445,
    "peak API tasks: public addresses": EXTRA_SYNC_API_HOURS * 0.005,
    "peak API tasks: logged statistics": EXTRA_SYNC_API_HOURS * STATS_GB_PER_TASK_HOUR * 0.5,
    "idle alarms": 5 * 0.1,
    "idle custom metrics": 4 * 0.3,
    "orders logs of tasks: ledger": ORDERS * 3 * (190 + 26) / 1e9 * 0.5,
  },
  queue: {
    ...SHARED,
    ...TOPIC,
    "idle worker tasks: vCPU": 730 * 0.25 * 0.04048,
    "idle worker tasks: memory": 730 * 0.5 * 0.004445,
    "idle worker tasks: public addresses": 730 * 0.005,
    "idle worker tasks: logged statistics": 730 * STATS_GB_PER_TASK_HOUR * 0.5,
    "idle worker tasks: empty receives": 730 * 180 * 0.0000004,
    "peak worker tasks: vCPU": EXTRA_WORKER_HOURS * 0.25 * 0.04048,
    "peak worker tasks: memory": EXTRA_WORKER_HOURS * 0.5 * 0.004445,
    "peak worker tasks: public addresses": EXTRA_WORKER_HOURS * 0.005,
    "peak worker tasks: logged statistics": EXTRA_WORKER_HOURS * STATS_GB_PER_TASK_HOUR * 0.5,
    "peak worker tasks: empty receives": EXTRA_WORKER_HOURS * 180 * 0.0000004,
    "idle alarms": 9 * 0.1,
    "idle custom metrics": 8 * 0.3,
    "orders logs of tasks: ledger": ORDERS * 4 * (190 + 26) / 1e9 * 0.5,
    "orders queue: sends by the topic": ORDERS * 0.0000004,
    "orders queue: receives": ORDERS * 0.0000004,
    "orders queue: deletes": ORDERS * 0.0000004,
  },
  lambda: {
    ...SHARED,
    ...TOPIC,
    "idle alarms": 9 * 0.1,
    "idle custom metrics": 4 * 0.3,
    "orders logs of tasks: ledger": ORDERS * 1 * (190 + 26) / 1e9 * 0.5,
    "orders function: requests": ORDERS * 0.0000002,
    // 1 % cold: ⌈60 + 3,003⌉ ms, else ⌈3,003⌉ ms.
    "orders function: GB-seconds": ORDERS * (0.01 * 3.063 + 0.99 * 3.003) * 0.5 * 0.0000166667,
    "orders logs of the function": ORDERS * (3 * (190 + 26) + 400 + 3 * 26) / 1e9 * 0.5,
  },
};

for (const path of PATHS) {
  Deno.test(`monthlyCost() of ${path} is the bill that a hand makes, line by line`, () => {
    const { lines, totalUsd } = monthlyCost({ path, ordersPerMonth: ORDERS, prices: EAST });
    const wanted = EXPECTED[path];
    const paid = lines.filter(({ usd }) => usd > 0);
    const names = paid.map(({ when, item }) => `${when} ${item}`);
    assert.deepEqual(names.toSorted(), Object.keys(wanted).toSorted());
    for (const { when, item, usd } of paid) {
      const expected = wanted[`${when} ${item}`]!;
      assert.ok(sameUsd(usd, expected), `${item}: ${usd} must be ${expected}`);
    }
    assert.ok(sameUsd(totalUsd, Object.values(wanted).reduce((sum, usd) => sum + usd)));
  });
}

Deno.test("a fixed fleet pays for its peak all month, an autoscaled one while it lasts", () => {
  const peakOf = (fleet: "fixed" | "autoscaled") =>
    monthlyCost({ path: "queue", ordersPerMonth: ORDERS, prices: EAST, fleet }).peakUsd;
  assert.ok(sameUsd(peakOf("fixed") / peakOf("autoscaled"), 730 / 80.5));
});

Deno.test("batches of ten make a tenth of the requests", () => {
  const batched = assume({ messagesPerPublish: 10, messagesPerReceive: 10, messagesPerDelete: 10 });
  const requestsOf = (assumptions = assume()) =>
    monthlyCost({ path: "queue", ordersPerMonth: 1000, prices: EAST, assumptions }).lines.filter((
      { item },
    ) => /publishes|receives$|deletes/.test(item) && !item.includes("empty"))
      .map(({ quantity }) => quantity);
  assert.deepEqual(requestsOf(), [1000, 1000, 1000]);
  assert.deepEqual(requestsOf(batched), [100, 100, 100]);
});

Deno.test("empty receives of busy workers are as counted in a run, and say so; of idle ones, arithmetic", () => {
  const { lines } = monthlyCost({
    path: "queue",
    ordersPerMonth: ORDERS,
    prices: EAST,
    emptyReceivesPerBusyTaskHour: 12.5,
  });
  const [idle, peak, ...others] = lines.filter(({ item }) => item.endsWith("empty receives"));
  assert.deepEqual(others, []);
  assert.deepEqual([idle?.when, idle?.quantity, idle?.basis], ["idle", 730 * 180, "arithmetic"]);
  assert.deepEqual([peak?.when, peak?.quantity, peak?.basis], [
    "peak",
    EXTRA_WORKER_HOURS * 12.5,
    "counted",
  ]);
  assert.ok(lines.every((line) => line === peak || line.basis === "arithmetic"));
});

Deno.test("every line of functions is arithmetic: none has been measured", () => {
  const { lines } = monthlyCost({ path: "lambda", ordersPerMonth: 1e6, prices: EAST });
  assert.ok(lines.every(({ basis }) => basis === "arithmetic"));
});

Deno.test("a bill of us-west-2 names the prices that nobody vouches for", () => {
  const unverifiedOf = (prices: typeof EAST) =>
    unverifiedPrices(
      monthlyCost({ path: "lambda", ordersPerMonth: 1e6, prices }).lines.map(({ price }) => price),
    ).map(({ item }) => item);
  assert.deepEqual(unverifiedOf(EAST), []);
  assert.deepEqual(unverifiedOf(WEST).toSorted(), [
    "LCU-hour",
    "Lambda log ingestion Standard class first 10 TB",
    "custom metric (first 10000)",
    "deliveries to Lambda",
    "publish requests standard topic",
  ]);
});

Deno.test("a quantity beyond the tier of its price is refused, not priced too high", () => {
  assert.throws(
    () => monthlyCost({ path: "lambda", ordersPerMonth: 1e10, prices: EAST }),
    /Lambda, GB-second .* holds for at most 6000000000 a month, got 1501/,
  );
});

for (const ordersPerMonth of [-1, NaN, Infinity]) {
  Deno.test(`a volume of ${ordersPerMonth} is refused`, () => {
    assert.throws(
      () => monthlyCost({ path: "sync", ordersPerMonth, prices: EAST }),
      /ordersPerMonth must be a finite number >= 0/,
    );
  });
}

Deno.test("usdPer1000() is nothing where there is no order", () => {
  assert.equal(usdPer1000({ totalUsd: 50, ordersPerMonth: 0 }), undefined);
  assert.equal(usdPer1000({ totalUsd: 50, ordersPerMonth: 100_000 }), 0.5);
});

Deno.test("peakHourUsd() is an hour of a month that is all peak", () => {
  const question = { path: "lambda", ordersPerMonth: ORDERS, prices: EAST } as const;
  // 10 orders a second for an hour, and an hour of what is paid without any.
  const { idleUsd, ordersUsd } = monthlyCost(question);
  assert.ok(sameUsd(peakHourUsd(question), (idleUsd + 10 * ordersUsd) / 730));
});

const questions = fc.record({
  path: fc.constantFrom(...PATHS),
  fleet: fc.constantFrom(...FLEET_MODES),
  prices: fc.constantFrom(EAST, WEST),
  assumptions: fc.record({
    peakToMeanRatio: fc.double({ min: 1, max: 100, noNaN: true }),
    paymentSlots: fc.integer({ min: 1, max: 200 }),
    serviceTimeMs: fc.integer({ min: 1, max: 20_000 }),
    functionMemoryMb: fc.integer({ min: 128, max: 2048 }),
    coldStartShare: fc.double({ min: 0, max: 1, noNaN: true }),
    messagesPerReceive: fc.integer({ min: 1, max: 10 }),
    messageBytes: fc.integer({ min: 1, max: 100_000 }),
    workerTasksMin: fc.integer({ min: 0, max: 10 }),
  }).map((changes) => assume(changes)),
});
const volumes = fc.double({ min: 0, max: 1e8, noNaN: true });

Deno.test("cost never falls as volume grows", () => {
  fc.assert(fc.property(questions, volumes, volumes, (question, one, other) => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    const totalOf = (ordersPerMonth: number) =>
      monthlyCost({ ...question, ordersPerMonth }).totalUsd;
    assert.ok(totalOf(low) <= totalOf(high) + 1e-9);
  }));
});

Deno.test("no order costs the idle cost, whatever the volume idle is told of", () => {
  fc.assert(fc.property(questions, volumes, (question, ordersPerMonth) => {
    const none = monthlyCost({ ...question, ordersPerMonth: 0 });
    assert.ok(sameUsd(none.totalUsd, none.idleUsd));
    assert.ok(sameUsd(monthlyCost({ ...question, ordersPerMonth }).idleUsd, none.idleUsd));
  }));
});

Deno.test("what is paid by the order is in proportion to orders", () => {
  fc.assert(fc.property(questions, volumes, (question, ordersPerMonth) => {
    const ofOne = monthlyCost({ ...question, ordersPerMonth: 1 }).ordersUsd;
    assert.ok(sameUsd(
      monthlyCost({ ...question, ordersPerMonth }).ordersUsd,
      ofOne * ordersPerMonth,
    ));
  }));
});

Deno.test("a fixed fleet never costs less than an autoscaled one", () => {
  fc.assert(fc.property(questions, volumes, (question, ordersPerMonth) => {
    const totalOf = (fleet: "fixed" | "autoscaled") =>
      monthlyCost({ ...question, fleet, ordersPerMonth }).totalUsd;
    assert.ok(totalOf("fixed") >= totalOf("autoscaled") - 1e-9);
  }));
});
