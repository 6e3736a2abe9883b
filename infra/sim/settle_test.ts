import assert from "node:assert/strict";
import { createSettle } from "./settle.ts";

/** Promise work of `depth` steps, each begun by the one before. */
async function work(depth: number, onStep: () => void): Promise<void> {
  for (let step = 0; step < depth; step++) {
    await Promise.all([Promise.resolve(), new Promise<void>((resolve) => queueMicrotask(resolve))]);
    onStep();
  }
}

Deno.test("createSettle() waits for all promise work, however deep", async () => {
  const settle = createSettle();
  for (const depth of [1, 10, 5000]) {
    let steps = 0;
    const started = work(depth, () => steps++);
    await new Promise<void>((resolve) =>
      settle(() => {
        assert.equal(steps, depth);
        resolve();
      })
    );
    await started;
  }
});

Deno.test("createSettle() waits for work that is begun after it was asked", async () => {
  const settle = createSettle();
  let steps = 0;
  await new Promise<void>((resolve) => {
    settle(() => {
      assert.equal(steps, 100);
      resolve();
    });
    void work(100, () => steps++);
  });
});

Deno.test("createSettle() lets the event loop have its turn", async () => {
  const settle = createSettle();
  let turns = 0;
  let looped = false;
  setTimeout(() => looped = true, 0);
  await new Promise<void>((resolve, reject) => {
    const turn = () => {
      // A timer's millisecond passes in some ten thousands of turns.
      if (looped) resolve();
      else if (++turns > 10_000_000) reject(new Error("the event loop was starved"));
      else settle(turn);
    };
    settle(turn);
  });
  assert.ok(looped);
});
