import assert from "node:assert/strict";
import { latencyKey, OPERATIONS, parseLatencies, startDelay } from "./latency.ts";

Deno.test("latencyKey() names batch operations as the single one", () => {
  assert.equal(latencyKey("sns", "PublishBatch"), "sns.publish");
  assert.equal(latencyKey("sqs", "ChangeMessageVisibilityBatch"), "sqs.change-message-visibility");
  assert.equal(latencyKey("logs", "PutLogEvents"), "logs.put-log-events");
});

Deno.test("parseLatencies() names every fault at once, and the keys there are", () => {
  assert.throws(
    () => parseLatencies({ "sns.pubish": 1, "sqs.send-message": -1, "sns.publish": NaN }),
    (error: Error) =>
      error instanceof RangeError &&
      [
        "sns.pubish is not one of",
        "sqs.send-message must be a number from 0 to",
        "got NaN",
        "logs.put-log-events",
      ]
        .every((part) => error.message.includes(part)),
  );
});

Deno.test("parseLatencies() is 0 for what is not stated", () => {
  const latencies = parseLatencies({ "sqs.receive-message": 5 });
  assert.equal(latencies.any, true);
  assert.equal(latencies.ofMs("sqs", "ReceiveMessage"), 5);
  assert.equal(latencies.ofMs("sqs", "SendMessage"), 0);
  assert.equal(parseLatencies({}).any, false);
  for (const [service, operations] of Object.entries(OPERATIONS)) {
    for (const operation of operations) {
      assert.equal(
        parseLatencies({ [latencyKey(service, operation)]: 7 }).ofMs(service, operation),
        7,
      );
    }
  }
});

Deno.test("startDelay() waits the whole latency in two parts", async () => {
  const startedAt = performance.now();
  const delay = startDelay(10, new AbortController().signal);
  await delay.before();
  const half = performance.now() - startedAt;
  await delay.after();
  assert.ok(half >= 4 && performance.now() - startedAt >= 9);
});

Deno.test("startDelay() ends when the caller goes away", async () => {
  const gone = new AbortController();
  const delay = startDelay(3_600_000, gone.signal);
  const waiting = delay.before();
  gone.abort();
  await waiting;
  await delay.after();
});
