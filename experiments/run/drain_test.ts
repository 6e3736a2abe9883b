import assert from "node:assert/strict";
import type { Clock } from "../../services/orders/ports.ts";
import { type DrainWatch, watchDrain } from "./drain.ts";
import type { QueueDepth } from "./ports.ts";
import type { StageProgress } from "./progress.ts";

/** Time that passes only by sleeping. */
function steppedClock(): Clock {
  let nowMs = 0;
  return {
    now: () => nowMs,
    sleep(ms, signal) {
      signal?.throwIfAborted();
      nowMs += ms;
      return Promise.resolve();
    },
  };
}

function watch(depths: number[], more: Partial<DrainWatch> = {}) {
  const progress: StageProgress[] = [];
  const depth = (visible: number): QueueDepth => ({
    visible,
    notVisible: 0,
    delayed: 0,
    deadLettered: 7,
  });
  return {
    progress,
    ...{
      clock: steppedClock(),
      depth: () => Promise.resolve(depth(depths.length > 1 ? depths.shift()! : depths[0]!)),
      everyMs: 1000,
      deadlineS: 100,
      emptyLooks: 2,
      onProgress: (stage: StageProgress) => void progress.push(stage),
      ...more,
    },
  };
}

const never = new AbortController().signal;

Deno.test("watchDrain() wants several empty looks in a row", async () => {
  const watched = watch([10, 0, 5, 0, 0]);
  assert.equal(await watchDrain(watched, never), "drained");
  assert.equal(watched.progress.length, 5);
});

Deno.test("watchDrain() gives up at the deadline", async () => {
  assert.equal(await watchDrain(watch([10], { deadlineS: 3 }), never), "deadline");
});

Deno.test("watchDrain() says how much is done, how fast, and for how long", async () => {
  const watched = watch([100, 80, 60, 0, 0]);
  await watchDrain(watched, never);
  assert.deepEqual(watched.progress[2], { done: 40, total: 100, ratePerS: 20, etaS: 3 });
});

Deno.test("watchDrain() ends with the signal's reason", async () => {
  const reason = new Error("stop");
  await assert.rejects(watchDrain(watch([1]), AbortSignal.abort(reason)), reason);
});
