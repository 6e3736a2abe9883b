import assert from "node:assert/strict";
import { createMemoryQueue } from "./memory_queue.ts";
import { createMemoryTopic, type MemoryTopicOptions } from "./memory_topic.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { connectionReset, THROTTLED } from "./service_calls.ts";
import { createVirtualClock } from "./virtual_clock.ts";

function createWorld(options: Partial<MemoryTopicOptions> = {}) {
  const clock = createVirtualClock({ startAtMs: 0 });
  const queue = (name: string) =>
    createMemoryQueue({ name, clock, random: createSeededRandom(1).fork(name) });
  const [first, second] = [queue("first"), queue("second")];
  const subscriptions = [{ queue: first }, { queue: second }];
  return {
    clock,
    first,
    second,
    topic: createMemoryTopic({ name: "events", clock, subscriptions, ...options }),
    filtered: createMemoryTopic({
      name: "filtered",
      clock,
      subscriptions: [{ queue: first, filter: { trial: ["a", "b"] } }, { queue: second }],
    }),
  };
}

const order = (body: string) => ({ orderId: body, body });

Deno.test("publish() delivers to every subscription", async () => {
  const { clock, topic, first, second } = createWorld();
  await clock.run(async () => {
    await topic.publish([order("a"), order("b")]);
    for (const queue of [first, second]) {
      const messages = await queue.receive({ max: 10, waitS: 0, leaseS: 60 });
      assert.deepEqual(messages.map(({ body }) => body).toSorted(), ["a", "b"]);
    }
  });
  assert.deepEqual(topic.counts(), { published: 2, delivered: 4, delivering: 0, undelivered: 0 });
});

Deno.test("publisher() delivers where the filter takes its attributes", async () => {
  const { clock, filtered, first, second } = createWorld();
  await clock.run(async () => {
    await filtered.publisher({ trial: "a" }).publish([order("1")]);
    await filtered.publisher({ trial: "c" }).publish([order("2")]);
    await filtered.publish([order("3")]);
  });
  assert.equal(first.counts().sent, 1);
  assert.equal(second.counts().sent, 3);
});

Deno.test("publish() takes its latency, and delivery its own time", async () => {
  let deliveries = 0;
  const { clock, topic, first } = createWorld({
    latencyMs: () => 110,
    deliveryMs: () => 20 * ++deliveries,
  });
  await clock.run(async () => {
    const receiving = first.receive({ max: 10, waitS: 20, leaseS: 60 });
    await topic.publish([order("a"), order("b")]);
    assert.equal(clock.now(), 110);
    assert.deepEqual(topic.counts(), { published: 2, delivered: 2, delivering: 2, undelivered: 0 });
    const messages = await receiving;
    // Taken at 55 ms, the first delivery of four at 75.
    assert.equal(messages.length, 1);
    assert.equal(messages[0]?.sentAtMs, 75);
    await clock.sleep(1000);
  });
  assert.equal(topic.counts().delivered, 4);
});

Deno.test("publish() to a queue that is gone is counted", async () => {
  const { clock, topic, first } = createWorld();
  first.remove();
  await clock.run(async () => {
    const [outcome] = await topic.publish([order("a")]);
    assert.equal(outcome?.ok, true);
  });
  assert.deepEqual(topic.counts(), { published: 1, delivered: 1, delivering: 0, undelivered: 1 });
});

Deno.test("publish() whose answer is lost may have been taken or not", async () => {
  for (const applied of [true, false]) {
    const { clock, topic, first } = createWorld({
      faults: { call: () => connectionReset(applied) },
    });
    const outcomes = await clock.run(() => topic.publish([order("a"), order("b")]));
    for (const outcome of outcomes) {
      assert.ok(!outcome.ok && outcome.ambiguous && outcome.retryable);
      assert.equal(outcome.code, "ECONNRESET");
    }
    assert.equal(first.counts().sent, applied ? 2 : 0);
  }
});

Deno.test("publish() that is throttled is not ambiguous, and nothing is delivered", async () => {
  const { clock, topic, first } = createWorld({ faults: { call: () => THROTTLED } });
  const [outcome] = await clock.run(() => topic.publish([order("a")]));
  assert.deepEqual(outcome, { ok: false, ...THROTTLED, ambiguous: false });
  assert.equal(first.counts().sent, 0);
});

Deno.test("publish() of which single entries fail delivers the others", async () => {
  const fault = { code: "InternalError", message: "injected", retryable: true };
  const { clock, topic, first } = createWorld({
    faults: { entry: (_operation, _nowMs, index) => index === 0 ? fault : undefined },
  });
  const outcomes = await clock.run(() => topic.publish([order("a"), order("b")]));
  assert.deepEqual(outcomes[0], { ok: false, ...fault, ambiguous: false });
  assert.equal(outcomes[1]?.ok, true);
  await clock.run(async () => {
    const messages = await first.receive({ max: 10, waitS: 0, leaseS: 60 });
    assert.deepEqual(messages.map(({ body }) => body), ["b"]);
  });
});

Deno.test("publish() of none calls nobody, and of eleven is refused", async () => {
  const { clock, topic } = createWorld();
  await clock.run(async () => {
    assert.deepEqual(await topic.publish([]), []);
    const outcomes = await topic.publish(Array.from({ length: 11 }, () => order("a")));
    assert.equal(outcomes.length, 11);
    assert.ok(outcomes.every((outcome) => !outcome.ok && !outcome.retryable));
  });
  assert.equal(topic.counts().published, 0);
});

Deno.test("createMemoryTopic() refuses names that SNS refuses", () => {
  for (const name of ["", "a b", "x".repeat(257)]) {
    assert.throws(() => createWorld({ name }), RangeError);
  }
});
