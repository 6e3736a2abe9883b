import assert from "node:assert/strict";
import fc from "fast-check";
import { createSeededRandom } from "./seeded_random.ts";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import { backOffMs, retry } from "./retry.ts";

const policy = { attemptsMax: 4, baseMs: 100, capMs: 250 };

Deno.test("backOffMs() doubles up to the cap, its full width random", () => {
  const longest = { next: () => 1 };
  assert.deepEqual([1, 2, 3, 60].map((attempt) => backOffMs(attempt, policy, longest)), [
    100,
    200,
    250,
    250,
  ]);
  fc.assert(fc.property(fc.integer({ min: 1, max: 2000 }), fc.nat(), (attempt, seed) => {
    const waitMs = backOffMs(attempt, policy, createSeededRandom(seed));
    assert.ok(waitMs >= 0 && waitMs < 250);
  }));
});

Deno.test("retry() stops at the first result that is final", async () => {
  const clock = createVirtualClock();
  const outcome = await clock.run(() =>
    retry((attempt) => Promise.resolve(attempt), (result) => result < 3, {
      clock,
      random: { next: () => 0.5 },
    }, policy)
  );
  assert.deepEqual(outcome, { result: 3, attempts: 3 });
});

Deno.test("retry() waits between attempts, and not after the last", async () => {
  const clock = createVirtualClock();
  const startMs = clock.now();
  const atMs: number[] = [];
  const outcome = await clock.run(() =>
    retry(
      () => Promise.resolve(atMs.push(clock.now() - startMs)),
      () => true,
      { clock, random: { next: () => 0.5 } },
      policy,
    )
  );
  assert.equal(outcome.attempts, 4);
  assert.deepEqual(atMs, [0, 50, 150, 275]);
  assert.equal(clock.now() - startMs, 275);
});

Deno.test("retry() throws the signal's reason when aborted during a wait", async () => {
  const clock = createVirtualClock();
  const reason = new Error("not any more");
  const controller = new AbortController();
  await clock.run(async () => {
    const retried = assert.rejects(
      retry(
        () => Promise.resolve(),
        () => true,
        { clock, random: { next: () => 0.5 } },
        policy,
        controller.signal,
      ),
      (thrown) => thrown === reason,
    );
    await clock.sleep(60);
    controller.abort(reason);
    await retried;
  });
});
