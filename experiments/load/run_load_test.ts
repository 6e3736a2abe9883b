import assert from "node:assert/strict";
import fc from "fast-check";
import { type FakeClock, fakeClock } from "./fake_clock.ts";
import type { ClosedLoadPlan, LoadPlan, OpenLoadPlan } from "./load_plan.ts";
import { seededRandom } from "./random.ts";
import { type LoadProgress, type LoadResult, runLoad } from "./run_load.ts";
import type { OutgoingRequest, Sender, SendResult } from "./sender.ts";

const identity = { trial: "trial-a", repetition: 2, path: "queue" as const, runStartMs: 1000 };
const ACCEPTED: SendResult = { answered: true, status: 202 };

/** Answers after `answerMs`, or gives up when it is told to. */
function slowSender(clock: FakeClock, answerMs: number, answer = ACCEPTED): Sender {
  return {
    async send(_request, signal) {
      try {
        await clock.sleep(answerMs, signal);
        return answer;
      } catch {
        return { answered: false, ambiguous: true, error: "no answer: aborted" };
      }
    },
  };
}

interface Setting {
  sender?: (clock: FakeClock) => Sender;
  seed?: number;
  abortAtMs?: number;
  onProgress?: (progress: LoadProgress) => void;
}

/** Runs a load from 5 s of the run on. */
function loaded(plan: LoadPlan, setting: Setting = {}): Promise<LoadResult> {
  const clock = fakeClock(6000);
  const { sender = (clock) => slowSender(clock, 4), seed = 1, abortAtMs, onProgress } = setting;
  const abort = new AbortController();
  if (abortAtMs !== undefined) void clock.sleep(abortAtMs).then(() => abort.abort());
  const deps = {
    clock,
    random: seededRandom(seed),
    sender: sender(clock),
    ...(onProgress ? { onProgress } : {}),
  };
  return clock.run(runLoad(plan, identity, deps, abort.signal));
}

const open = (ratePerS: number, durationS: number, more: Partial<OpenLoadPlan> = {}): LoadPlan => ({
  model: "open",
  arrivals: { kind: "constant", ratePerS, durationS },
  ...more,
});

const users = (more: Partial<ClosedLoadPlan> = {}): LoadPlan => ({
  model: "closed",
  users: 1,
  spawnRatePerS: 10,
  thinkMinMs: 300,
  thinkMaxMs: 300,
  durationS: 1,
  ...more,
});

const countOf = ({ rows }: LoadResult, outcome: string) =>
  rows.filter((row) => row.outcome === outcome).length;

Deno.test("runLoad() open loop: a row per order, with its times since the run's start", async () => {
  const result = await loaded(open(4, 1));
  assert.deepEqual(result.rows[3], {
    trial: "trial-a",
    repetition: 2,
    order_id: "trial-a-r2-000004",
    path: "queue",
    sender: "arrivals",
    scheduled_at_ms: 5750,
    sent_at_ms: 5750,
    responded_at_ms: 5754,
    status: 202,
    outcome: "confirmed",
    error: undefined,
  });
  assert.equal(result.rows.length, 4);
  assert.deepEqual({ ...result, rows: [] }, {
    rows: [],
    marks: [],
    startedAtMs: 5000,
    endedAtMs: 6000,
    interrupted: false,
  });
});

Deno.test("runLoad() open loop: slow answers delay no send", async () => {
  const result = await loaded(open(100, 1), { sender: (clock) => slowSender(clock, 30_000) });
  assert.equal(countOf(result, "confirmed"), 100);
  assert.ok(result.rows.every((row) => row.sent_at_ms === row.scheduled_at_ms));
  assert.equal(result.endedAtMs, 6000);
});

Deno.test("runLoad() open loop: at the limit in flight an order is unsent, never late", async () => {
  const result = await loaded(open(10, 1, { inFlightMax: 3 }), {
    sender: (clock) => slowSender(clock, 450),
  });
  assert.deepEqual(
    result.rows.map(({ outcome }) => outcome === "confirmed" ? "c" : "u").join(""),
    "cccuucccuu",
  );
  const { rows: [, , , unsent], marks } = result;
  assert.equal(unsent?.sent_at_ms, undefined);
  assert.equal(unsent?.error, "3 orders in flight (in_flight_max)");
  assert.deepEqual(marks, ["orders_unsent=4 of 10 orders"]);
});

Deno.test("runLoad() open loop: answers are waited for as long as the grace", async () => {
  const result = await loaded(open(2, 1, { graceMs: 250 }), {
    sender: (clock) => slowSender(clock, 600),
  });
  assert.deepEqual(result.rows.map(({ outcome, error }) => [outcome, error]), [
    ["confirmed", undefined],
    ["failed", "no answer within 250 ms of the load's end"],
  ]);
});

const outcomes: [SendResult, string, string | undefined][] = [
  [{ answered: true, status: 503, error: "busy" }, "rejected", "busy"],
  [{ answered: true, status: 400, error: "items" }, "rejected", "items"],
  [{ answered: true, status: 500, error: "oops" }, "failed", "oops"],
  [{ answered: true, status: 302 }, "failed", ""],
  [{ answered: false, ambiguous: true, error: "no answer: reset" }, "failed", "no answer: reset"],
];

for (const [answer, outcome, error] of outcomes) {
  Deno.test(`runLoad() takes ${JSON.stringify(answer)} for ${outcome}`, async () => {
    const { rows: [row] } = await loaded(open(1, 1), {
      sender: (clock) => slowSender(clock, 1, answer),
    });
    assert.deepEqual([row?.outcome, row?.error], [outcome, error]);
    assert.equal(row?.status, answer.answered ? answer.status : undefined);
    assert.equal(row?.responded_at_ms, answer.answered ? 5001 : undefined);
  });
}

Deno.test("runLoad() keeps account of an order whose sender breaks its word and throws", async () => {
  const result = await loaded(open(3, 1), {
    sender: () => ({ send: () => Promise.reject(new Error("bug")) }),
  });
  assert.deepEqual(result.rows.map(({ error }) => error), Array(3).fill("no answer: Error: bug"));
});

Deno.test("runLoad() takes the time on the wire for the time of sending", async () => {
  const result = await loaded(open(1, 1), {
    sender: (clock) => ({
      async send(_request, _signal, onSent) {
        await clock.sleep(7);
        onSent?.();
        await clock.sleep(2);
        return ACCEPTED;
      },
    }),
  });
  assert.deepEqual([result.rows[0]?.sent_at_ms, result.rows[0]?.responded_at_ms], [5007, 5009]);
});

Deno.test("runLoad() marks a generator that is late, in figures", async () => {
  const result = await loaded(open(10, 1), {
    sender: (clock) => ({
      async send(_request, _signal, onSent) {
        await clock.sleep(150);
        onSent?.();
        return ACCEPTED;
      },
    }),
  });
  assert.deepEqual(result.marks, ["generator_late=p99 send lag 150 ms, more than 100"]);
});

Deno.test("runLoad() interrupted: rows are kept, the rest is unsent", async () => {
  const result = await loaded(open(10, 1), {
    abortAtMs: 250,
    sender: (clock) => slowSender(clock, 120),
  });
  assert.deepEqual(result.rows.map(({ outcome, error }) => error ?? outcome), [
    "confirmed",
    "confirmed",
    "interrupted",
    ...Array(7).fill("interrupted"),
  ]);
  assert.deepEqual([countOf(result, "failed"), countOf(result, "unsent")], [1, 7]);
  assert.equal(result.interrupted, true);
  assert.equal(result.endedAtMs, 5250);
  assert.deepEqual(result.marks, ["load_interrupted=7 of 10 orders unsent"]);
});

Deno.test("runLoad() interrupted beforehand sends nothing", async () => {
  const never: Sender = { send: () => assert.fail("sent") };
  for (const plan of [open(10, 1), users({ users: 3 })]) {
    const clock = fakeClock();
    const deps = { clock, random: seededRandom(1), sender: never };
    const result = await clock.run(runLoad(plan, identity, deps, AbortSignal.abort()));
    assert.equal(countOf(result, "unsent"), result.rows.length);
    assert.equal(result.rows.length, plan.model === "open" ? 10 : 3);
  }
});

Deno.test("runLoad() closed loop: a user sends again an answer and a think time later", async () => {
  const result = await loaded(users(), { sender: (clock) => slowSender(clock, 50) });
  assert.deepEqual(
    result.rows.map((row) => [row.scheduled_at_ms, row.responded_at_ms, row.outcome, row.sender]),
    [
      [5000, 5050, "confirmed", "user-1"],
      [5350, 5400, "confirmed", "user-1"],
      [5700, 5750, "confirmed", "user-1"],
    ],
  );
  assert.deepEqual([result.startedAtMs, result.endedAtMs], [5000, 6000]);
});

Deno.test("runLoad() closed loop: users start one by one, the first at once", async () => {
  const result = await loaded(users({ users: 12, thinkMinMs: 5000, thinkMaxMs: 5000 }));
  assert.deepEqual(
    result.rows.map(({ scheduled_at_ms: atMs }) => atMs - 5000),
    [0, 100, 200, 300, 400, 500, 600, 700, 800, 900],
  );
  assert.equal(new Set(result.rows.map(({ sender }) => sender)).size, 10);
});

Deno.test("runLoad() closed loop: the load's end gives orders up, or waits for them", async () => {
  const slow = { sender: (clock: FakeClock) => slowSender(clock, 800) };
  const plan = { users: 2, spawnRatePerS: 2 };
  const errors = async (more: Partial<ClosedLoadPlan>) => {
    const { rows, endedAtMs } = await loaded(users({ ...plan, ...more }), slow);
    assert.equal(endedAtMs, 6000);
    return rows.map(({ error, outcome }) => error ?? outcome);
  };
  assert.deepEqual(await errors({}), ["confirmed", "aborted at end of load"]);
  assert.deepEqual(await errors({ stop: "finish" }), ["confirmed", "confirmed"]);
  assert.deepEqual(await errors({ stop: "finish", graceMs: 200 }), [
    "confirmed",
    "no answer within 200 ms of the load's end",
  ]);
});

Deno.test("runLoad() closed loop follows users / (think + response)", async () => {
  // The flash sale of the original, at a response of 110 ms: 20 / 0.410 s for 60 s, less the spawning.
  const plan = users({ users: 20, thinkMinMs: 100, thinkMaxMs: 500, durationS: 60 });
  const result = await loaded(plan, { sender: (clock) => slowSender(clock, 110) });
  const expected = 20 * (60 - 0.95) / 0.41;
  assert.ok(Math.abs(result.rows.length / expected - 1) < 0.02, `${result.rows.length} orders`);
});

Deno.test("runLoad() closed loop interrupted: what was about to be sent is unsent", async () => {
  const result = await loaded(users({ users: 2, spawnRatePerS: 5, durationS: 60 }), {
    abortAtMs: 220,
    sender: (clock) => slowSender(clock, 50),
  });
  assert.deepEqual(result.rows.map(({ outcome, error }) => [outcome, error]), [
    ["confirmed", undefined],
    ["failed", "interrupted"],
    ["unsent", "interrupted"],
  ]);
});

Deno.test("runLoad() is the same for the same seed, however fast the answers are", async () => {
  const bodies = async (seed: number, answerMs: number) => {
    const sent: OutgoingRequest[] = [];
    await loaded({ model: "open", arrivals: { kind: "poisson", ratePerS: 50, durationS: 1 } }, {
      seed,
      sender: (clock) => ({
        send(request, signal) {
          sent.push(request);
          return slowSender(clock, answerMs).send(request, signal);
        },
      }),
    });
    return sent;
  };
  assert.deepEqual(await bodies(5, 1), await bodies(5, 700));
  assert.notDeepEqual(await bodies(5, 1), await bodies(6, 1));
});

Deno.test("runLoad() accounts for every order, whatever happens", async () => {
  const anyPlan: fc.Arbitrary<LoadPlan> = fc.oneof(
    fc.record({
      model: fc.constant("open" as const),
      arrivals: fc.record({
        kind: fc.constantFrom("constant" as const, "poisson" as const),
        ratePerS: fc.integer({ min: 1, max: 60 }),
        durationS: fc.constant(1),
      }),
      inFlightMax: fc.integer({ min: 1, max: 20 }),
      graceMs: fc.integer({ min: 0, max: 500 }),
    }),
    fc.record({
      model: fc.constant("closed" as const),
      users: fc.integer({ min: 1, max: 8 }),
      spawnRatePerS: fc.integer({ min: 1, max: 50 }),
      thinkMinMs: fc.constant(10),
      thinkMaxMs: fc.integer({ min: 10, max: 200 }),
      durationS: fc.constant(1),
      stop: fc.constantFrom("abort" as const, "finish" as const),
    }),
  );
  const abortAtMs = fc.option(fc.integer({ min: 0, max: 1500 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(anyPlan, fc.nat(400), abortAtMs, fc.nat(), async (plan, ms, abort, seed) => {
      let sends = 0;
      const result = await loaded(plan, {
        seed,
        ...(abort === undefined ? {} : { abortAtMs: abort }),
        sender: (clock) => ({
          send(request, signal) {
            const answer = { answered: true, status: [202, 503, 500][sends++ % 3] ?? 0 } as const;
            return slowSender(clock, ms, answer).send(request, signal);
          },
        }),
      });
      assert.equal(result.rows.length, sends + countOf(result, "unsent"));
      assert.equal(new Set(result.rows.map((row) => row.order_id)).size, result.rows.length);
      for (const row of result.rows) {
        assert.equal(row.sent_at_ms === undefined, row.outcome === "unsent");
        assert.equal(row.status === undefined, row.responded_at_ms === undefined);
        assert.equal(row.error === undefined, row.outcome === "confirmed");
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("runLoad() reports progress, the last time at the end", async () => {
  const reports: LoadProgress[] = [];
  await loaded(open(100, 1), { onProgress: (progress) => reports.push(progress) });
  assert.equal(reports.length, 10);
  assert.deepEqual(reports.at(-1), {
    scheduled: 100,
    sent: 100,
    unsent: 0,
    confirmed: 100,
    rejected: 0,
    failed: 0,
    inFlight: 0,
    elapsedMs: 994,
    durationMs: 1000,
    expected: 100,
    sendLagMsP99: 0,
  });
  assert.equal(reports[0]?.elapsedMs, 100);
});

Deno.test("runLoad() names every fault of a plan before it sends anything", async () => {
  const never: Sender = { send: () => assert.fail("sent") };
  const faulty: [LoadPlan, string][] = [
    [
      open(0, -1, { inFlightMax: 0, graceMs: NaN }),
      "ratePerS must be > 0, got 0; durationS must be > 0, got -1; " +
      "inFlightMax must be a whole number >= 1, got 0; graceMs must be >= 0, got NaN",
    ],
    [
      users({ users: 1.5, spawnRatePerS: 0, thinkMinMs: -1, thinkMaxMs: -2, durationS: 0 }),
      "users must be a whole number >= 1, got 1.5; spawnRatePerS must be > 0, got 0; " +
      "thinkMinMs must be >= 0, got -1; thinkMaxMs must be >= thinkMinMs (-1), got -2; " +
      "durationS must be > 0, got 0",
    ],
  ];
  for (const [plan, faults] of faulty) {
    await assert.rejects(loaded(plan, { sender: () => never }), {
      name: "RangeError",
      message: `Cannot plan load: ${faults}`,
    });
  }
});
