import assert from "node:assert/strict";
import { createSeededRandom } from "../orders/seeded_random.ts";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import type { EntryOutcome, OrderQueue } from "../orders/ports.ts";
import { createDeleteBatcher, DELETE_LINGER_MS } from "./delete_batcher.ts";
import { createWorkerCounts } from "./worker_counts.ts";

const OK: EntryOutcome = { ok: true };
const GONE: EntryOutcome = { ok: false, code: "NonExistent", message: "-", retryable: false };
const DOWN: EntryOutcome = { ok: false, code: "ECONNREFUSED", message: "-", retryable: true };

/** A batcher whose queue answers after `callMs`. */
function batcherTest(answer: (receipt: string, call: number) => EntryOutcome, callMs = 0) {
  const clock = createVirtualClock({ startAtMs: 1_800_000_000_000 });
  const startMs = clock.now();
  const calls: { atMs: number; receipts: readonly string[] }[] = [];
  const queue: OrderQueue = {
    receive: () => Promise.resolve([]),
    extend: (receipts) => Promise.resolve(receipts.map(() => OK)),
    async delete(receipts) {
      calls.push({ atMs: clock.now() - startMs, receipts });
      const call = calls.length;
      await clock.sleep(callMs);
      return receipts.map((receipt) => answer(receipt, call));
    },
  };
  const counts = createWorkerCounts();
  const random = createSeededRandom(1);
  const deleter = createDeleteBatcher({ queue, clock, random, log() {}, counts });
  const sizes = () => calls.map(({ atMs, receipts }) => [atMs, receipts.length]);
  return { clock, calls, counts, deleter, sizes, endsAtMs: startMs + 30_000 };
}

Deno.test("createDeleteBatcher() sends ten at once, fewer after the linger", async () => {
  const { clock, deleter, sizes, counts, endsAtMs } = batcherTest(() => OK);
  await clock.run(async () => {
    for (let receipt = 0; receipt < 23; receipt++) deleter.add(`r${receipt}`, endsAtMs);
    await clock.sleep(100);
  });
  assert.deepEqual(sizes(), [[0, 10], [0, 10], [DELETE_LINGER_MS, 3]]);
  assert.equal(counts.deletes, 23);
  assert.equal(counts.deleteCalls, 3);
});

Deno.test("createDeleteBatcher() lets no call wait for the one before", async () => {
  const { clock, deleter, sizes, endsAtMs } = batcherTest(() => OK, 5000);
  await clock.run(async () => {
    for (let receipt = 0; receipt < 30; receipt++) deleter.add(`r${receipt}`, endsAtMs);
    await deleter.drain();
  });
  assert.deepEqual(sizes(), [[0, 10], [0, 10], [0, 10]]);
});

Deno.test("createDeleteBatcher() repeats what failed and may succeed, and nothing else", async () => {
  const { clock, deleter, calls, counts, endsAtMs } = batcherTest((receipt, call) =>
    receipt === "gone" ? GONE : receipt === "slow" && call < 4 ? DOWN : OK
  );
  await clock.run(async () => {
    for (const receipt of ["fine", "gone", "slow"]) deleter.add(receipt, endsAtMs);
    await deleter.drain();
  });
  assert.deepEqual(calls.map(({ receipts }) => receipts), [
    ["fine", "gone", "slow"],
    ["slow"],
    ["slow"],
    ["slow"],
  ]);
  const { deletes, deleteRetries, deletesLost } = counts;
  assert.deepEqual({ deletes, deleteRetries, deletesLost }, {
    deletes: 2,
    deleteRetries: 3,
    deletesLost: 1,
  });
});

Deno.test("createDeleteBatcher() gives up when the lease has ended", async () => {
  const { clock, deleter, calls, counts, endsAtMs } = batcherTest(() => DOWN);
  await clock.run(async () => {
    deleter.add("r1", endsAtMs);
    await deleter.drain();
    assert.ok(clock.now() >= endsAtMs);
  });
  assert.equal(counts.deletesLost, 1);
  assert.ok(calls.length > 3);
});

Deno.test("createDeleteBatcher() drains without waiting for companions", async () => {
  const { clock, deleter, sizes, endsAtMs } = batcherTest(() => OK);
  await clock.run(async () => {
    deleter.add("r1", endsAtMs);
    await deleter.drain();
  });
  assert.deepEqual(sizes(), [[0, 1]]);
});
