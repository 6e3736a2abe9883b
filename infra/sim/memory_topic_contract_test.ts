import { testOrderTopic } from "../../services/orders/order_topic_contract.ts";
import { createMemoryQueue } from "./memory_queue.ts";
import { createMemoryTopic } from "./memory_topic.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { type CallFault, CONNECTION_REFUSED, connectionReset } from "./service_calls.ts";
import { createVirtualClock } from "./virtual_clock.ts";

for (const latencyMs of [0, 20]) {
  testOrderTopic(`memory topic, ${latencyMs} ms a call`, () => {
    const clock = createVirtualClock();
    const queue = createMemoryQueue({ name: "orders", clock, random: createSeededRandom(7) });
    const topic = (name: string, fault?: CallFault) =>
      createMemoryTopic({
        name,
        clock,
        subscriptions: [{ queue }],
        latencyMs: () => latencyMs,
        ...(latencyMs > 0 && { deliveryMs: () => latencyMs }),
        faults: { call: () => fault },
      });
    const missingTopic = topic("missing");
    missingTopic.remove();
    return Promise.resolve({
      topic: topic("events"),
      missingTopic,
      unreachableTopic: topic("unreachable", CONNECTION_REFUSED),
      cutTopic: topic("cut", connectionReset(true)),
      delivered: async (count) => {
        const bodies: string[] = [];
        while (bodies.length < count) {
          const messages = await queue.receive({ max: 10, waitS: 1, leaseS: 60 });
          if (messages.length === 0) break;
          bodies.push(...messages.map(({ body }) => body));
        }
        return bodies;
      },
      dispose: () => Promise.resolve(),
      run: (body) => clock.run(body),
    });
  });
}
