/**
 * What every {@linkcode OrderQueue} does. Registers its cases with `Deno.test`.
 *
 * The same cases run in memory, where waiting costs nothing, and against a served queue in real time:
 * leases last 1 or 2 seconds, and cases that have to wait do so side by side.
 *
 * @module
 */
import assert from "node:assert/strict";
import { promptCases } from "./order_queue_prompt_contract.ts";
import type { OrderQueueUnderTest, QueueCase } from "./order_queue_under_contract.ts";
import { waitingCases } from "./order_queue_waits_contract.ts";

export {
  CONTRACT_MAX_RECEIVE_COUNT,
  type OrderQueueUnderTest,
} from "./order_queue_under_contract.ts";

/**
 * Registers the cases of a queue: one test a case that ends at once, one test for all that have to wait.
 *
 * @param name of the adapter, the head of each test's name.
 * @param makeQueue called for each case, also several times at once.
 */
export function testOrderQueue(name: string, makeQueue: () => Promise<OrderQueueUnderTest>): void {
  const runCase = async (body: QueueCase) => {
    const test = await makeQueue();
    try {
      const { run = (inner: () => Promise<void>) => inner() } = test;
      await run(() => body(test));
    } finally {
      await test.dispose();
    }
  };
  for (const [fact, body] of Object.entries(promptCases)) {
    Deno.test(`${name}: ${fact}`, () => runCase(body));
  }
  Deno.test(`${name}: waits`, async (context) => {
    const steps = Object.entries(waitingCases).map(([fact, body]) =>
      context.step({
        name: fact,
        fn: () => runCase(body),
        // Side by side, or the suite would wait for a minute.
        sanitizeOps: false,
        sanitizeResources: false,
        sanitizeExit: false,
      })
    );
    const passed = await Promise.all(steps);
    assert.ok(passed.every(Boolean), "a step failed");
  });
}
