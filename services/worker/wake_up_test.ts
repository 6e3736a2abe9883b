import assert from "node:assert/strict";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import { createWakeUp } from "./wake_up.ts";

function wakeUpTest() {
  const clock = createVirtualClock();
  const startMs = clock.now();
  const wokenAtMs: number[] = [];
  const wakeUp = createWakeUp(clock, () => wokenAtMs.push(clock.now() - startMs));
  return { clock, startMs, wokenAtMs, wakeUp };
}

Deno.test("createWakeUp() wakes at the earliest time asked for, and at a later one asked for then", async () => {
  const { clock, startMs, wokenAtMs, wakeUp } = wakeUpTest();
  await clock.run(async () => {
    for (const ms of [50, 60, 30, 30, 40]) wakeUp.at(startMs + ms);
    await clock.sleep(35);
    wakeUp.at(startMs + 45);
    await clock.sleep(100);
    await wakeUp.stop();
  });
  assert.deepEqual(wokenAtMs, [30, 45, 50]);
});

Deno.test("createWakeUp() wakes a millisecond later at the soonest", async () => {
  const { clock, startMs, wokenAtMs, wakeUp } = wakeUpTest();
  await clock.run(async () => {
    wakeUp.at(startMs - 10);
    await clock.sleep(10);
  });
  assert.deepEqual(wokenAtMs, [1]);
});

Deno.test("createWakeUp() stopped wakes nobody", async () => {
  const { clock, startMs, wokenAtMs, wakeUp } = wakeUpTest();
  await clock.run(async () => {
    wakeUp.at(startMs + 10);
    await wakeUp.stop();
    wakeUp.at(startMs + 20);
    await clock.sleep(50);
  });
  assert.deepEqual(wokenAtMs, []);
});
