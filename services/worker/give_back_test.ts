import assert from "node:assert/strict";
import { createSeededRandom } from "../orders/seeded_random.ts";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import type { LogLine } from "../orders/log.ts";
import type { EntryOutcome, OrderQueue } from "../orders/ports.ts";
import { giveBack } from "./give_back.ts";

function giveBackTest(answer: (receipt: string, call: number) => EntryOutcome) {
  const clock = createVirtualClock();
  const calls: [receipts: readonly string[], leaseS: number][] = [];
  const logged: string[] = [];
  const queue: OrderQueue = {
    receive: () => Promise.resolve([]),
    delete: () => Promise.resolve([]),
    extend(receipts, leaseS) {
      calls.push([receipts, leaseS]);
      return Promise.resolve(receipts.map((receipt) => answer(receipt, calls.length)));
    },
  };
  const deps = {
    queue,
    clock,
    random: createSeededRandom(1),
    log: (line: LogLine) => logged.push(String(line.code)),
  };
  return { calls, logged, give: (all: string[]) => clock.run(() => giveBack(all, deps)) };
}

Deno.test("giveBack() ends leases, ten a call", async () => {
  const { calls, give } = giveBackTest(() => ({ ok: true }));
  await give(Array.from({ length: 12 }, (_, index) => `r${index}`));
  assert.deepEqual(calls.map(([receipts, leaseS]) => [receipts.length, leaseS]), [[10, 0], [2, 0]]);
});

Deno.test("giveBack() repeats what may succeed twice, and logs what failed", async () => {
  const { calls, logged, give } = giveBackTest((receipt) =>
    receipt === "fine"
      ? { ok: true }
      : { ok: false, code: receipt, message: "-", retryable: receipt === "down" }
  );
  await give(["fine", "gone", "down"]);
  assert.deepEqual(calls.map(([receipts]) => receipts), [
    ["fine", "gone", "down"],
    ["down"],
    ["down"],
  ]);
  assert.deepEqual(logged, ["gone", "down", "down", "down"]);
});
