import assert from "node:assert/strict";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import { drawShots, shoot, SHOT_TARGETS } from "./shots.ts";

const plan = { count: 50, at: SHOT_TARGETS, loadS: 2, trialS: 10 };

Deno.test("drawShots() is the same for the same seed, in time, and within load or trial", () => {
  const shots = drawShots(plan, createSeededRandom(7));
  assert.deepEqual(shots, drawShots(plan, createSeededRandom(7)));
  assert.notDeepEqual(shots, drawShots(plan, createSeededRandom(8)));
  assert.deepEqual(new Set(shots.map(({ at }) => at)), new Set(SHOT_TARGETS));
  shots.forEach(({ at, afterMs }, index) => {
    assert.ok(afterMs >= (shots[index - 1]?.afterMs ?? 0));
    assert.ok(afterMs < (at === "api" ? 2_000 : 10_000));
  });
});

Deno.test("shoot() fires at its times, and no more once it is stopped", async () => {
  const clock = createVirtualClock({ startAtMs: 0 });
  const fired: string[] = [];
  const note = (what: string) => {
    fired.push(`${what} at ${clock.now()}`);
    return Promise.resolve();
  };
  const running = {
    kill: (service: string, signal: string) => note(`${signal} ${service}`),
    resetConnections: () => note("reset"),
  };
  await clock.run(async () => {
    const shooting = shoot(
      [
        { at: "worker", afterMs: 10 },
        { at: "queue", afterMs: 20 },
        { at: "api", afterMs: 20 },
        { at: "api", afterMs: 500 },
      ],
      running,
      clock,
    );
    await clock.sleep(100);
    assert.equal(await shooting.stop(), 3);
  });
  assert.deepEqual(fired, ["SIGKILL worker at 10", "reset at 20", "SIGKILL api at 20"]);
});

Deno.test("stop() tells what went wrong with a shot", async () => {
  const clock = createVirtualClock({ startAtMs: 0 });
  await clock.run(async () => {
    const shooting = shoot([{ at: "queue", afterMs: 0 }], {
      kill: () => Promise.resolve(),
      resetConnections: () => Promise.reject(new Error("no such cloud")),
    }, clock);
    await clock.sleep(1);
    await assert.rejects(shooting.stop(), /no such cloud/);
  });
});
