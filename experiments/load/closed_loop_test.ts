import assert from "node:assert/strict";
import type { FakeClock } from "./fake_clock.ts";
import type { ClosedLoadPlan } from "./load_plan.ts";
import { loaded, slowSender, users } from "./loads_for_tests.ts";

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
