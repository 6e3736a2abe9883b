import assert from "node:assert/strict";
import { unaccounted } from "./message_counts.ts";
import { createMessageStore, LEASE_S_MAX } from "./message_store.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";

const plain = {
  name: "orders",
  random: createSeededRandom(1),
  inFlightMax: 120_000,
  retentionS: 345_600,
  disorderWindow: 1,
  maxReceiveCount: Infinity,
  duplicateProbability: 0,
  duplicateDelayMs: () => 0,
  onDeadLetter: () => assert.fail("there is no dead-letter queue"),
};

Deno.test("take() leaves copies behind at the set probability, and accounts for them", () => {
  const store = createMessageStore({
    ...plain,
    duplicateProbability: 0.1,
    duplicateDelayMs: () => 1000,
  });
  for (let message = 0; message < 2000; message++) store.put(0, { body: String(message) });
  const first: { messageId: string; receipt: string }[] = [];
  while (first.length < 2000) first.push(...store.take(0, 10, 60, 1));
  const { duplicated, delayed } = store.counts(0);
  // Binomial: 2,000 draws at 0.1 lie within 4.5 standard deviations of 200.
  assert.ok(duplicated > 140 && duplicated < 260, `${duplicated} copies of 2000`);
  assert.equal(delayed, duplicated);
  // A copy survives the delete of the message, and comes once more with the same id and count.
  for (const { receipt } of first) store.remove(0, receipt);
  const [copy] = store.take(1000, 1, 60, 1);
  assert.ok(first.some(({ messageId }) => messageId === copy?.messageId));
  assert.equal(copy?.receiveCount, 1);
  assert.equal(unaccounted(store.counts(1000)), 0);
});

Deno.test("take() passes messages over at the set probability, and keeps them", () => {
  const store = createMessageStore(plain);
  for (let message = 0; message < 1000; message++) store.put(0, { body: String(message) });
  let polls = 0;
  while (store.counts(0).visible > 0) {
    store.take(0, 10, 60, 0.5);
    polls++;
  }
  // 1,000 messages, five a poll.
  assert.ok(polls > 150 && polls < 260, `${polls} polls`);
  assert.equal(unaccounted(store.counts(0)), 0);
});

Deno.test("extend() is allowed for twelve hours from the receive, and no longer", () => {
  const store = createMessageStore(plain);
  store.put(0, { body: "one" });
  const [message] = store.take(0, 1, 30, 1);
  const receipt = message?.receipt ?? "";
  assert.deepEqual(store.extend(0, receipt, LEASE_S_MAX), { ok: true });
  assert.deepEqual(store.extend(1000, receipt, LEASE_S_MAX - 1), { ok: true });
  assert.deepEqual(store.extend(1000, receipt, LEASE_S_MAX), {
    ok: false,
    code: "InvalidParameterValue",
    message: "Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total " +
      "VisibilityTimeout for the message is beyond the limit [43200 seconds].",
    retryable: false,
  });
});

Deno.test("remove() by the last receipt works also when its lease has ended", () => {
  const store = createMessageStore(plain);
  store.put(0, { body: "one" });
  const [message] = store.take(0, 1, 1, 1);
  assert.deepEqual(store.remove(5000, message?.receipt ?? ""), { ok: true });
  assert.deepEqual(store.take(5000, 1, 1, 1), []);
});

Deno.test("remove() and extend() refuse what is no receipt of the queue", () => {
  const store = createMessageStore(plain);
  store.put(0, { body: "one" });
  const [message] = store.take(0, 1, 60, 1);
  const receipt = message?.receipt ?? "";
  for (
    const wrong of ["", "x", `x${receipt}`, "orders#0", "orders#0#x", "orders#999#1", "orders##"]
  ) {
    for (const outcome of [store.remove(0, wrong), store.extend(0, wrong, 1)]) {
      assert.equal(outcome.ok || outcome.code, "ReceiptHandleIsInvalid", wrong);
    }
  }
  assert.equal(store.counts(0).notVisible, 1);
});

Deno.test("createMessageStore() takes no longer a message for a long line", () => {
  const store = createMessageStore({ ...plain, disorderWindow: 32 });
  // A line that was copied for each message would take hours.
  const count = 300_000;
  for (let message = 0; message < count; message++) store.put(0, { body: "order" });
  let nowMs = 0;
  while (store.counts(nowMs).deleted < count) {
    for (const { receipt } of store.take(nowMs, 10, 30, 1)) store.remove(nowMs, receipt);
    nowMs += 1;
  }
  assert.deepEqual(store.take(nowMs, 10, 30, 1), []);
});
