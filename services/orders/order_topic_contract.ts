/**
 * What every {@linkcode OrderTopic} does. Registers its cases with `Deno.test`.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { OrderTopic, OutgoingOrder, PublishOutcome } from "./ports.ts";

/** A topic under test, nobody else's. */
export interface OrderTopicUnderTest {
  topic: OrderTopic;
  /** A topic of the same service that does not exist. */
  missingTopic: OrderTopic;
  /** A topic whose service refuses connections. */
  unreachableTopic: OrderTopic;
  /** A topic whose service takes the request and closes the connection without an answer. */
  cutTopic: OrderTopic;
  /** Takes out what the topic has delivered to the queue behind it: `count` bodies, or fewer if no
   * more come within a second. */
  delivered(count: number): Promise<string[]>;
  /** Removes what was made and lets go of connections. */
  dispose(): Promise<void>;
  /** Runs a case, for topics on a clock that has to be driven; simply called when absent. */
  run?(body: () => Promise<void>): Promise<void>;
}

type Case = (test: OrderTopicUnderTest) => Promise<void>;

/**
 * Registers the cases of a topic.
 *
 * @param name of the adapter, the head of each test's name.
 * @param makeTopic called for each case.
 */
export function testOrderTopic(name: string, makeTopic: () => Promise<OrderTopicUnderTest>): void {
  for (const [fact, body] of Object.entries(cases)) {
    Deno.test(`${name}: ${fact}`, async () => {
      const test = await makeTopic();
      try {
        const { run = (inner: () => Promise<void>) => inner() } = test;
        await run(() => body(test));
      } finally {
        await test.dispose();
      }
    });
  }
}

const cases: Record<string, Case> = {
  "publish() of one order brings it to the queue": async ({ topic, delivered }) => {
    const [outcome] = await topic.publish([order("one")]);
    assert.ok(outcome?.ok && outcome.messageId !== "", JSON.stringify(outcome));
    assert.deepEqual(await delivered(1), ["one"]);
  },

  "publish() of ten orders has ten outcomes": async ({ topic, delivered }) => {
    const orders = Array.from({ length: 10 }, (_, index) => order(`order ${index}`));
    const outcomes = await topic.publish(orders);
    assert.deepEqual(outcomes.map(({ ok }) => ok), orders.map(() => true));
    assert.equal(new Set(outcomes.map((outcome) => outcome.ok && outcome.messageId)).size, 10);
    assert.deepEqual((await delivered(10)).toSorted(), orders.map(({ body }) => body));
  },

  "publish() delivers bodies to the byte": async ({ topic, delivered }) => {
    const awkward = [
      JSON.stringify({ order_id: "o-1", items: [{ product_id: "P", quantity: 1, price: 9.99 }] }),
      "ä€𐍈 \u{1f9fe} \u00a0\u2028 &<>\"' %20 + \t line\n feed",
      "é".repeat(1000),
    ];
    await topic.publish(awkward.map(order));
    assert.deepEqual((await delivered(3)).toSorted(), awkward.toSorted());
  },

  "publish() takes a body of 250 KiB": async ({ topic, delivered }) => {
    const body = "0123456789abcdef".repeat(16_000);
    const [outcome] = await topic.publish([order(body)]);
    assert.ok(outcome?.ok, JSON.stringify(outcome));
    const [received] = await delivered(1);
    assert.ok(received === body, `got ${received?.length} of ${body.length} characters`);
  },

  "a call of more than 256 KiB is refused, and nothing delivered": async (test) => {
    const body = "x".repeat(150_000);
    const outcomes = await test.topic.publish([order(body), order(body)]);
    assert.equal(outcomes.length, 2);
    for (const outcome of outcomes) assertFailed(outcome, { retryable: false, ambiguous: false });
    assert.deepEqual(await test.delivered(1), []);
  },

  "a topic that does not exist is every entry's outcome": async ({ missingTopic }) => {
    const outcomes = await missingTopic.publish([order("one"), order("two")]);
    assert.equal(outcomes.length, 2);
    for (const outcome of outcomes) {
      assertFailed(outcome, { retryable: false, ambiguous: false });
      assert.match(outcome.ok ? "" : outcome.code, /^NotFound/);
    }
  },

  "a refused connection may be tried again and is not ambiguous": async ({ unreachableTopic }) => {
    const outcomes = await unreachableTopic.publish([order("one"), order("two")]);
    assert.equal(outcomes.length, 2);
    for (const outcome of outcomes) assertFailed(outcome, { retryable: true, ambiguous: false });
  },

  "a connection cut before the answer is ambiguous": async ({ cutTopic }) => {
    const outcomes = await cutTopic.publish([order("one"), order("two")]);
    assert.equal(outcomes.length, 2);
    for (const outcome of outcomes) assertFailed(outcome, { retryable: true, ambiguous: true });
  },
};

function order(body: string): OutgoingOrder {
  return { orderId: "o-1", body };
}

function assertFailed(
  outcome: PublishOutcome,
  expected: { retryable: boolean; ambiguous: boolean },
): void {
  assert.ok(!outcome.ok, `not failed: ${JSON.stringify(outcome)}`);
  const { retryable, ambiguous, code, message } = outcome;
  assert.deepEqual({ retryable, ambiguous }, expected, JSON.stringify(outcome));
  assert.ok(code !== "" && message !== "", JSON.stringify(outcome));
}
