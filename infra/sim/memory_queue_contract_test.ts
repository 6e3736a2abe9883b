import {
  CONTRACT_MAX_RECEIVE_COUNT,
  testOrderQueue,
} from "../../services/orders/order_queue_contract.ts";
import { createMemoryQueue } from "./memory_queue.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { createVirtualClock } from "./virtual_clock.ts";

for (const latencyMs of [0, 20]) {
  testOrderQueue(`memory queue, ${latencyMs} ms a call`, () => {
    const clock = createVirtualClock();
    const random = createSeededRandom(7);
    const shared = { clock, random, latencyMs: () => latencyMs };
    const deadLetterQueue = createMemoryQueue({ ...shared, name: "dlq" });
    const queue = createMemoryQueue({
      ...shared,
      name: "orders",
      deadLetterQueue,
      maxReceiveCount: CONTRACT_MAX_RECEIVE_COUNT,
    });
    const missingQueue = createMemoryQueue({ ...shared, name: "missing" });
    missingQueue.remove();
    return Promise.resolve({
      queue,
      deadLetterQueue,
      missingQueue,
      clock,
      send: async (bodies) => {
        await queue.send(bodies);
      },
      dispose: () => Promise.resolve(),
      run: (body) => clock.run(body),
    });
  });
}
