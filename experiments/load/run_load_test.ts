import assert from "node:assert/strict";
import fc from "fast-check";
import { fakeClock } from "./fake_clock.ts";
import type { LoadPlan } from "./load_plan.ts";
import { ACCEPTED, countOf, identity, loaded, open, slowSender, users } from "./loads_for_tests.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { type LoadProgress, runLoad } from "./run_load.ts";
import type { OutgoingRequest, Sender, SendResult } from "./sender.ts";

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
    const deps = { clock, random: createSeededRandom(1), sender: never };
    const result = await clock.run(runLoad(plan, identity, deps, AbortSignal.abort()));
    assert.equal(countOf(result, "unsent"), result.rows.length);
    assert.equal(result.rows.length, plan.model === "open" ? 10 : 3);
  }
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
      open(0, -1, { inFlightMax: 0, graceMs: NaN, timeoutMs: 0 }),
      "ratePerS must be > 0, got 0; durationS must be > 0, got -1; " +
      "inFlightMax must be a whole number >= 1, got 0; graceMs must be >= 0, got NaN; " +
      "timeoutMs must be > 0, got 0",
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
