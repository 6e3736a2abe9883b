import assert from "node:assert/strict";
import fc from "fast-check";
import { testClock } from "../orders/clock_contract.ts";
import { createSystemClock } from "./system_clock.ts";

testClock("system clock", () => ({ clock: createSystemClock() }));

/** Two clocks of a machine, set by hand. */
function handClocks(startMs = 1_800_000_000_000) {
  const hands = { wall: startMs, monotonic: startMs };
  return {
    hands,
    sources: { wallMs: () => Math.floor(hands.wall), monotonicMs: () => hands.monotonic },
    pass(ms: number) {
      hands.wall += ms;
      hands.monotonic += ms;
    },
  };
}

Deno.test("createSystemClock() starts at the wall clock", () => {
  const { sources, hands } = handClocks();
  hands.monotonic -= 5000;
  assert.ok(Math.abs(createSystemClock(sources).now() - hands.wall) <= 1);
});

Deno.test("createSystemClock() leaves a difference below the wall clock's resolution alone", () => {
  const { sources, pass } = handClocks();
  const clock = createSystemClock(sources);
  const beforeMs = clock.now();
  for (let second = 0; second < 100; second++) {
    pass(1000.25);
    clock.now();
  }
  assert.ok(Math.abs(clock.now() - beforeMs - 100_025) < 0.001);
});

Deno.test("createSystemClock() follows a wall clock that drifts, by at most 0.05 %", () => {
  for (const driftMs of [50, -50]) {
    const { sources, hands, pass } = handClocks();
    const clock = createSystemClock(sources);
    let beforeMs = clock.now();
    hands.wall += driftMs;
    for (let tenth = 0; tenth < 1300; tenth++) {
      pass(100);
      const nowMs = clock.now();
      const passedMs = nowMs - beforeMs;
      assert.ok(passedMs >= 99.949 && passedMs <= 100.051, `${passedMs} ms`);
      beforeMs = nowMs;
    }
    const apartMs = Math.abs(clock.now() - hands.wall);
    assert.ok(apartMs <= 2, `${apartMs} ms apart after a drift of ${driftMs}`);
  }
});

Deno.test("createSystemClock() takes a step forward at once, as after a machine's sleep", () => {
  const { sources, hands, pass } = handClocks();
  const clock = createSystemClock(sources);
  clock.now();
  hands.wall += 3_600_000;
  pass(1000);
  clock.now();
  pass(1);
  assert.ok(Math.abs(clock.now() - hands.wall) <= 1);
});

Deno.test("createSystemClock() never runs backwards, whatever the wall clock does", () => {
  fc.assert(fc.property(
    fc.array(fc.record({
      passMs: fc.double({ min: 0, max: 5000, noNaN: true }),
      stepMs: fc.oneof(fc.constant(0), fc.double({ min: -1e7, max: 1e7, noNaN: true })),
    })),
    (moves) => {
      const { sources, hands, pass } = handClocks();
      const clock = createSystemClock(sources);
      let beforeMs = clock.now();
      for (const { passMs, stepMs } of moves) {
        pass(passMs);
        hands.wall += stepMs;
        const nowMs = clock.now();
        assert.ok(nowMs >= beforeMs, `${nowMs} came after ${beforeMs}`);
        beforeMs = nowMs;
      }
    },
  ));
});
