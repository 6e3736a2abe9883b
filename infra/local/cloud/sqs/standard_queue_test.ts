import assert from "node:assert/strict";
import { AwsError } from "../http/aws_error.ts";
import type { SqsMessage } from "./fauxqs_types.ts";
import { createQueueStore } from "./queue_store.ts";
import { createStandardQueue, IN_FLIGHT_MAX, messageBytes } from "./standard_queue.ts";

const open = new AbortController().signal;
const now10 = { max: 10, leaseS: 30, waitMs: 0 };

function message(body: string, extra: Partial<SqsMessage> = {}): SqsMessage {
  return {
    messageId: body,
    body,
    md5OfBody: "",
    messageAttributes: {},
    md5OfMessageAttributes: "",
    sentTimestamp: 0,
    approximateReceiveCount: 0,
    ...extra,
  };
}

/** A queue on a clock that the test turns. */
function setUp(attributes: Record<string, string> = {}) {
  const clock = { ms: 1_000_000 };
  const options = { name: "q", url: "u", arn: "a", attributes, now: () => clock.ms };
  const queue = createStandardQueue({ ...options, findByArn: () => undefined });
  const receive = () => queue.receive(now10, open);
  return { queue, clock, receive };
}

function refuses(act: () => void, shape: string): void {
  assert.throws(act, (error) => error instanceof AwsError && error.shape === shape, shape);
}

Deno.test("receive() hands out oldest first, and again when the lease ends", async () => {
  const { queue, clock, receive } = setUp();
  queue.enqueue(message("a"));
  queue.enqueue(message("b"));
  assert.deepEqual((await receive()).map(({ message }) => message.body), ["a", "b"]);
  assert.deepEqual(await receive(), []);
  clock.ms += 30_000;
  const again = await receive();
  assert.deepEqual(again.map(({ message }) => message.approximateReceiveCount), [2, 2]);
});

Deno.test("deleteMessage() with the newest handle works after the lease, with an older one not", async () => {
  const { queue, clock, receive } = setUp();
  queue.enqueue(message("a"));
  const [first] = await receive();
  clock.ms += 30_000;
  const [second] = await receive();
  queue.deleteMessage(first?.receiptHandle);
  assert.equal(queue.depths().notVisible, 1);
  clock.ms += 30_000;
  queue.deleteMessage(second?.receiptHandle);
  assert.deepEqual(queue.depths(), { visible: 0, notVisible: 0, delayed: 0 });
  assert.equal(queue.meter.flush().deleted, 2);
});

Deno.test("receipt handles of other queues and other texts are invalid", async () => {
  const { queue, receive } = setUp();
  const other = setUp();
  queue.enqueue(message("a"));
  const [lease] = await receive();
  refuses(() => other.queue.deleteMessage(lease?.receiptHandle), "ReceiptHandleIsInvalid");
  for (const handle of ["", "x", undefined, 7, `${lease?.receiptHandle}x-y`]) {
    refuses(() => queue.deleteMessage(handle), "ReceiptHandleIsInvalid");
    refuses(() => queue.changeVisibility(handle, 1), "ReceiptHandleIsInvalid");
  }
});

Deno.test("changeVisibility() moves the end of a lease that still runs", async () => {
  const { queue, clock, receive } = setUp();
  queue.enqueue(message("a"));
  const [lease] = await receive();
  clock.ms += 20_000;
  queue.changeVisibility(lease?.receiptHandle, 30);
  clock.ms += 20_000;
  assert.equal(queue.depths().notVisible, 1);
  queue.changeVisibility(lease?.receiptHandle, 0);
  assert.equal(queue.depths().visible, 1);
  refuses(() => queue.changeVisibility(lease?.receiptHandle, 1), "MessageNotInflight");
  queue.deleteMessage(lease?.receiptHandle);
  refuses(() => queue.changeVisibility(lease?.receiptHandle, 1), "InvalidParameterValue");
});

Deno.test("changeVisibility() refuses to lease a message longer than 12 hours in all", async () => {
  const { queue, clock, receive } = setUp();
  queue.enqueue(message("a"));
  const [lease] = await receive();
  queue.changeVisibility(lease?.receiptHandle, 43_200);
  clock.ms += 1;
  refuses(() => queue.changeVisibility(lease?.receiptHandle, 43_200), "InvalidParameterValue");
});

Deno.test("giveBack() undoes a receive: first in line, uncounted", async () => {
  const { queue, receive } = setUp();
  for (const body of ["a", "b", "c"]) queue.enqueue(message(body));
  queue.giveBack(await queue.receive({ ...now10, max: 2 }, open));
  const leases = await receive();
  assert.deepEqual(
    leases.map(({ message }) => [message.body, message.approximateReceiveCount]),
    [["a", 1], ["b", 1], ["c", 1]],
  );
  assert.equal(queue.meter.flush().received, 3);
});

Deno.test("receive() moves a message received too often to the dead-letter queue", async () => {
  const clock = { ms: 0 };
  const store = createQueueStore("us-east-1", () => clock.ms);
  const dead = store.createQueue("dead", "http://h/0/dead", "arn:dead");
  const policy = JSON.stringify({ deadLetterTargetArn: "arn:dead", maxReceiveCount: "2" });
  store.createQueue("work", "http://h/0/work", "arn:work", { RedrivePolicy: policy });
  const [queue, deadLetters] = [store.getQueue("work"), store.getQueueByArn(dead.arn)];
  assert.ok(queue && deadLetters);
  queue.enqueue(message("poison"));
  for (let i = 0; i < 2; i++) {
    assert.equal((await queue.receive(now10, open)).length, 1);
    clock.ms += 30_000;
  }
  assert.deepEqual(await queue.receive(now10, open), []);
  assert.equal(deadLetters.depths().visible, 1);
  const [lease] = await deadLetters.receive(now10, open);
  assert.equal(lease?.message.body, "poison");
  // Redrive is no send, and its age starts again.
  assert.equal(deadLetters.meter.flush().sent, 0);
  assert.equal(deadLetters.oldestAgeS(), 0);
});

Deno.test("receive() refuses at the limit in flight when it does not wait, as on AWS", async () => {
  const { queue } = setUp();
  for (let i = 0; i <= IN_FLIGHT_MAX; i++) queue.enqueue(message("m"));
  for (let i = 0; i < IN_FLIGHT_MAX / 10; i++) await queue.receive(now10, open);
  assert.deepEqual(queue.depths(), { visible: 1, notVisible: IN_FLIGHT_MAX, delayed: 0 });
  await assert.rejects(queue.receive(now10, open), { shape: "OverLimit" });
  assert.deepEqual(await queue.receive({ ...now10, waitMs: 1 }, open), []);
});

Deno.test("a queue counts what was sent, received and not there", async () => {
  const { queue, receive } = setUp();
  const attribute = { DataType: "String", StringValue: "é" };
  queue.enqueue(message("ab", { messageAttributes: { trial: attribute } }));
  await receive();
  await receive();
  const counts = queue.meter.flush();
  const bytes = "ab".length + "trial".length + "String".length + 2;
  assert.deepEqual(counts.sentSizes, new Map([[bytes, 1]]));
  assert.deepEqual([counts.sent, counts.received, counts.emptyReceives], [1, 1, 1]);
  assert.equal(queue.meter.flush().sent, 0);
  assert.equal(messageBytes(message("é")), 2);
});

Deno.test("oldestAgeS() counts from when the oldest message came", async () => {
  const { queue, clock, receive } = setUp();
  assert.equal(queue.oldestAgeS(), 0);
  queue.enqueue(message("a"));
  clock.ms += 5_999;
  queue.enqueue(message("b"));
  assert.equal(queue.oldestAgeS(), 5);
  const [first] = await receive();
  queue.deleteMessage(first?.receiptHandle);
  assert.equal(queue.oldestAgeS(), 0);
});

Deno.test("a queue drops messages older than its retention", () => {
  const { queue, clock } = setUp({ MessageRetentionPeriod: "60" });
  queue.enqueue(message("a"));
  clock.ms += 59_999;
  assert.equal(queue.depths().visible, 1);
  clock.ms += 2_000;
  assert.equal(queue.depths().visible, 0);
});

Deno.test("a delayed message becomes visible at its time", () => {
  const { queue, clock } = setUp();
  queue.enqueue(message("a", { delayUntil: clock.ms + 5_000 }));
  assert.deepEqual(queue.depths(), { visible: 0, notVisible: 0, delayed: 1 });
  clock.ms += 5_000;
  assert.deepEqual(queue.getAllAttributes(["ApproximateNumberOfMessages"]), {
    ApproximateNumberOfMessages: "1",
  });
});

Deno.test("setAttributes() changes settings, and an empty redrive policy clears it", () => {
  const { queue } = setUp({ RedrivePolicy: '{"deadLetterTargetArn":"a","maxReceiveCount":1}' });
  queue.setAttributes({ VisibilityTimeout: "7", RedrivePolicy: "" });
  const all = queue.getAllAttributes(["All"]);
  assert.equal(all["VisibilityTimeout"], "7");
  assert.equal("RedrivePolicy" in all, false);
  assert.equal(all["QueueArn"], "a");
});
