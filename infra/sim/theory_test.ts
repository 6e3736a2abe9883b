/** The simulation held against queueing theory, within the intervals of many seeds. */
import assert from "node:assert/strict";
import { backlogSteps } from "../../experiments/run/backlog.ts";
import { orderTimes } from "../../experiments/run/order_times.ts";
import type { OrderRow } from "../../experiments/collect/ledger.ts";
import type { ClosedLoadPlan, OpenLoadPlan } from "../../experiments/load/load_plan.ts";
import { constantMs, type Draw, exponentialMs } from "./models/draw.ts";
import { NO_LATENCY, runTestTrial } from "./testing.ts";

const SEEDS = 20;
/** Two-sided 99.9 % quantile of Student's t with 19 degrees of freedom. */
const T_999 = 3.883;

/** Holds the mean of one figure over all seeds against what theory says. */
function assertMean(values: readonly number[], theory: number, what: string): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) /
    (values.length - 1);
  const halfWidth = T_999 * Math.sqrt(variance / values.length);
  assert.ok(
    Math.abs(mean - theory) <= halfWidth,
    `${what}: ${mean} ± ${halfWidth}, theory says ${theory}`,
  );
  assert.ok(halfWidth < 0.25 * theory, `${what}: ± ${halfWidth} says nothing about ${theory}`);
}

interface Queue {
  servers: number;
  ratePerS: number;
  paymentMs: Draw;
  durationS: number;
}

/** Orders of an open Poisson load in steady state, by seed. */
async function steadyOrders(queue: Queue): Promise<OrderRow[][]> {
  const { servers, ratePerS, durationS, paymentMs } = queue;
  const load: OpenLoadPlan = {
    model: "open",
    arrivals: { kind: "poisson", ratePerS, durationS },
  };
  const setup = { concurrency: servers, paymentSlots: servers };
  const runs: OrderRow[][] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const models = { ...NO_LATENCY, paymentMs };
    const { ledger } = await runTestTrial({ setup, load, models, seed });
    runs.push(
      ledger.rows.filter(({ accepted_at_ms: atMs }) =>
        atMs! > 0.15 * durationS * 1000 && atMs! < durationS * 1000
      ),
    );
  }
  return runs;
}

const waitMs = (row: OrderRow) => row.started_at_ms! - row.accepted_at_ms!;
const meanOf = (rows: readonly OrderRow[], valueOf: (row: OrderRow) => number) =>
  rows.reduce((sum, row) => sum + valueOf(row), 0) / rows.length;

/** Chance that an order has to wait. Source: Erlang, 1917. */
function erlangC(servers: number, erlang: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < servers; n++) sum += term *= erlang / n;
  const last = term * erlang / servers * servers / (servers - erlang);
  return last / (sum + last);
}

/**
 * Mean wait of M/D/c in service times: the number in the system seen one service time later is
 * `max(n − c, 0)` and what has arrived meanwhile. Source: Crommelin, 1932.
 */
function waitOfMDc(servers: number, erlang: number): number {
  const most = 400;
  const arrivals = [Math.exp(-erlang)];
  for (let n = 1; n < most; n++) arrivals.push(arrivals[n - 1]! * erlang / n);
  let chances = arrivals;
  for (let round = 0; round < 400; round++) {
    const next = new Array<number>(most).fill(0);
    chances.forEach((chance, n) => {
      if (chance < 1e-15) return;
      const left = Math.max(n - servers, 0);
      for (let more = 0; left + more < most && more < 60; more++) {
        next[left + more]! += chance * arrivals[more]!;
      }
    });
    chances = next;
  }
  const waiting = chances.reduce((sum, chance, n) => sum + chance * Math.max(n - servers, 0), 0);
  return waiting / erlang;
}

Deno.test("M/M/c: wait and chance of waiting are Erlang's", async () => {
  for (const [servers, load] of [[1, 0.6], [5, 0.8]] as const) {
    const [meanMs, erlang] = [100, load * servers];
    const runs = await steadyOrders({
      servers,
      ratePerS: erlang * 1000 / meanMs,
      paymentMs: exponentialMs(meanMs),
      durationS: servers === 1 ? 200 : 120,
    });
    const chance = erlangC(servers, erlang);
    const wait = chance * meanMs / (servers - erlang);
    const name = `M/M/${servers}`;
    // Who waits less than a microsecond does not wait.
    const waited = (row: OrderRow) => waitMs(row) > 0.001 ? 1 : 0;
    assertMean(runs.map((rows) => meanOf(rows, waitMs)), wait, `${name} wait`);
    assertMean(runs.map((rows) => meanOf(rows, waited)), chance, `${name} chance of waiting`);
  }
});

Deno.test("M/D/c: the wait is half of M/M/1's, and Crommelin's for more servers", async () => {
  assert.ok(Math.abs(waitOfMDc(1, 0.6) - 0.6 / 2 / 0.4) < 1e-6, "Pollaczek and Khinchine");
  for (const [servers, load] of [[1, 0.6], [5, 0.8]] as const) {
    const [paymentMs, erlang] = [100, load * servers];
    const runs = await steadyOrders({
      servers,
      ratePerS: erlang * 1000 / paymentMs,
      paymentMs: constantMs(paymentMs),
      durationS: servers === 1 ? 120 : 60,
    });
    const wait = waitOfMDc(servers, erlang) * paymentMs;
    assertMean(runs.map((rows) => meanOf(rows, waitMs)), wait, `M/D/${servers} wait`);
  }
});

Deno.test("Little's law: orders in the system are rate × time in it", async () => {
  for (let seed = 1; seed <= 5; seed++) {
    const { ledger: { rows } } = await runTestTrial({
      setup: { concurrency: 3, paymentSlots: 3 },
      load: { model: "open", arrivals: { kind: "poisson", ratePerS: 25, durationS: 20 } },
      models: { ...NO_LATENCY, paymentMs: exponentialMs(100) },
      seed,
    });
    // Empty at both ends, so that the law holds exactly.
    const { atMs, backlog } = backlogSteps(orderTimes(rows));
    let orderMs = 0;
    for (let step = 1; step < atMs.length; step++) {
      orderMs += backlog[step - 1]! * (atMs[step]! - atMs[step - 1]!);
    }
    const spentMs = meanOf(rows, (row) => row.completed_at_ms! - row.accepted_at_ms!);
    assert.equal(backlog.at(-1), 0);
    assert.ok(Math.abs(orderMs / (rows.length * spentMs) - 1) < 1e-9, `seed ${seed}`);
  }
});

Deno.test("closed loop: the rate is U / (Z + R)", async () => {
  const [users, thinkMs, publishMs, durationS] = [20, 300, 110, 30];
  const load: ClosedLoadPlan = {
    model: "closed",
    users,
    spawnRatePerS: 1e6,
    thinkMinMs: 100,
    thinkMaxMs: 500,
    durationS,
  };
  const rates: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const callMs = { ...NO_LATENCY.callMs, "sns.publish": constantMs(publishMs) };
    const models = { ...NO_LATENCY, callMs };
    const setup = { concurrency: 100, paymentSlots: 100, paymentMs: 1 };
    const { rows } = await runTestTrial({ setup, load, models, seed });
    const steady = rows.filter(({ sent_at_ms: atMs }) => atMs! > 5000);
    rates.push(steady.length / (durationS - 5));
  }
  // Half of the longest wait for companions of a publish is lost to batching, at most.
  const [slowest, fastest] = [publishMs + 2, publishMs].map((ms) => users * 1000 / (thinkMs + ms));
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / SEEDS;
  assert.ok(mean > slowest! * 0.997 && mean < fastest! * 1.003, `${mean}/s`);
});
