import assert from "node:assert/strict";
import type { LedgerEvent } from "../../services/orders/ledger_event.ts";
import { createMemoryQueue } from "./memory_queue.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { createVirtualClock } from "./virtual_clock.ts";
import { createVirtualProcess } from "./virtual_process.ts";

function createWorld() {
  const clock = createVirtualClock({ startAtMs: 0 });
  const queue = createMemoryQueue({
    name: "orders",
    clock,
    random: createSeededRandom(1),
    latencyMs: () => 100,
  });
  return { clock, queue };
}

Deno.test("a killed process does nothing more, and holds nobody up", async () => {
  const { clock, queue } = createWorld();
  const process = createVirtualProcess(clock, "worker-1");
  const events: unknown[] = [];
  const recorder = process.recorder({ record: (event) => events.push(event) });
  const done: string[] = [];
  await clock.run(async () => {
    process.clock.sleep(1000).then(() => done.push("slept"));
    process.queue(queue).receive({ max: 1, waitS: 20, leaseS: 30 }).finally(() =>
      done.push("received")
    );
    await clock.sleep(500);
    process.kill();
    recorder.record({} as LedgerEvent);
    process.clock.sleep(1).then(() => done.push("slept again"));
    process.queue(queue).delete(["r"]).then(() => done.push("deleted"));
    await clock.sleep(60_000);
  });
  assert.deepEqual([done, events, process.alive], [[], [], false]);
});

Deno.test("what a killed process has sent arrives all the same", async () => {
  const { clock, queue } = createWorld();
  const process = createVirtualProcess(clock, "worker-1");
  const own = process.queue(queue);
  await clock.run(async () => {
    queue.deliver(["one"]);
    const [message] = await own.receive({ max: 1, waitS: 0, leaseS: 30 });
    void own.delete([message!.receipt]);
    process.kill();
    await clock.sleep(1000);
  });
  assert.equal(queue.counts().deleted, 1);
});

Deno.test("a killed process's long poll takes no message with it", async () => {
  const { clock, queue } = createWorld();
  const process = createVirtualProcess(clock, "worker-1");
  await clock.run(async () => {
    void process.queue(queue).receive({ max: 1, waitS: 20, leaseS: 30 });
    await clock.sleep(500);
    process.kill();
    queue.deliver(["one"]);
    await clock.sleep(1000);
  });
  assert.equal(queue.counts().visible, 1);
});

Deno.test("a process's clock is ahead as it is told, and sleeps as long", async () => {
  const { clock } = createWorld();
  const process = createVirtualProcess(clock, "worker-1", 250);
  await clock.run(() => process.clock.sleep(100));
  assert.deepEqual([clock.now(), process.clock.now()], [100, 350]);
});
