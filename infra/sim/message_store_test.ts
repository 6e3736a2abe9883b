import assert from "node:assert/strict";
import fc from "fast-check";
import { unaccounted } from "./message_counts.ts";
import { createMessageStore, type DeadLetter, LEASE_S_MAX } from "./message_store.ts";
import { createSeededRandom } from "./seeded_random.ts";

/** What the rules say of one message, kept naively. */
interface Expected {
  visibleAtMs: number;
  receiveCount: number;
  leasedAtMs: number;
  isLeased: boolean;
  receipt: string | undefined;
  state: "here" | "deleted" | "dead" | "expired";
  sentAtMs: number;
}

type Step =
  | { put: number }
  | { take: number; leaseS: number }
  | { remove: number }
  | { extend: number; leaseS: number }
  | { passMs: number };

const RETENTION_S = 60;

const steps = (): fc.Arbitrary<Step[]> => {
  const leaseS = fc.oneof(fc.integer({ min: 0, max: 8 }), fc.constant(LEASE_S_MAX));
  return fc.array(
    fc.oneof<fc.Arbitrary<Step>[]>(
      fc.record({ put: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ take: fc.integer({ min: 1, max: 10 }), leaseS }),
      fc.record({ remove: fc.nat() }),
      fc.record({ extend: fc.nat(), leaseS }),
      fc.record({ passMs: fc.integer({ min: 0, max: 9000 }) }),
    ),
    { maxLength: 120, size: "max" },
  );
};

Deno.test("createMessageStore() does what the rules say, after any sequence of calls", () => {
  fc.assert(
    fc.property(
      steps(),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(),
      (sequence, maxReceiveCount, inFlightMax, seed) => {
        const world = createWorld(maxReceiveCount, inFlightMax, seed);
        for (const step of sequence) {
          if ("put" in step) world.put(step.put);
          else if ("take" in step) world.take(step.take, step.leaseS);
          else if ("remove" in step) world.remove(step.remove);
          else if ("extend" in step) world.extend(step.extend, step.leaseS);
          else world.pass(step.passMs);
          world.check();
        }
      },
    ),
    { numRuns: 150 },
  );
});

/** A store beside the naive expectation of it. */
function createWorld(maxReceiveCount: number, inFlightMax: number, seed: number) {
  let nowMs = 1_000_000;
  const messages = new Map<string, Expected>();
  const receipts: { id: string; receipt: string }[] = [];
  const store = createMessageStore({
    ...plain,
    random: createSeededRandom(seed),
    maxReceiveCount,
    inFlightMax,
    disorderWindow: 3,
    retentionS: RETENTION_S,
    onDeadLetter: (dead: DeadLetter) => {
      const message = get(dead.messageId);
      assert.equal(message.receiveCount, maxReceiveCount, "dead before its last receive");
      assert.equal(isVisible(message), true);
      message.state = "dead";
    },
  });
  const get = (id: string | undefined): Expected => {
    const message = messages.get(id ?? "");
    assert.ok(message, `unknown message ${id}`);
    return message;
  };
  const isVisible = ({ state, visibleAtMs }: Expected) => state === "here" && visibleAtMs <= nowMs;
  const isExpired = ({ sentAtMs }: Expected) => nowMs - sentAtMs >= RETENTION_S * 1000;
  const here = () => [...messages.values()].filter(({ state }) => state === "here");
  const drawn = (draw: number) => receipts[draw % receipts.length];

  return {
    pass: (ms: number) => {
      nowMs += ms;
    },
    put: (delayS: number) => {
      const id = store.put(nowMs, { body: `body ${messages.size}`, delayS });
      messages.set(id, {
        visibleAtMs: nowMs + delayS * 1000,
        receiveCount: 0,
        leasedAtMs: 0,
        isLeased: false,
        receipt: undefined,
        state: "here",
        sentAtMs: nowMs,
      });
    },
    take: (max: number, leaseS: number) => {
      const inFlight = here().filter((message) => message.isLeased && !isVisible(message)).length;
      const eligible = here().filter((message) =>
        isVisible(message) && !isExpired(message) && message.receiveCount < maxReceiveCount
      );
      const taken = store.take(nowMs, max, leaseS, 1);
      assert.equal(taken.length, Math.min(max, eligible.length, inFlightMax - inFlight));
      for (const { messageId, receipt, receiveCount } of taken) {
        const message = get(messageId);
        assert.ok(isVisible(message), "under two leases at once, delayed or gone");
        assert.ok(!isExpired(message));
        assert.equal(receiveCount, ++message.receiveCount);
        Object.assign(message, {
          receipt,
          isLeased: true,
          leasedAtMs: nowMs,
          visibleAtMs: nowMs + leaseS * 1000,
        });
        assert.ok(receipts.every((other) => other.receipt !== receipt), "a receipt twice");
        receipts.push({ id: messageId, receipt });
      }
    },
    remove: (draw: number) => {
      const handle = drawn(draw);
      if (handle === undefined) return;
      const message = get(handle.id);
      // Whether one past its retention has been dropped already shows in no answer.
      if (isVisible(message) && isExpired(message)) return;
      assert.deepEqual(store.remove(nowMs, handle.receipt), { ok: true });
      if (message.state === "here" && message.receipt === handle.receipt) message.state = "deleted";
    },
    extend: (draw: number, leaseS: number) => {
      const handle = drawn(draw);
      if (handle === undefined) return;
      const message = get(handle.id);
      const allowed = message.state === "here" && message.receipt === handle.receipt &&
        !isVisible(message) && nowMs + leaseS * 1000 <= message.leasedAtMs + LEASE_S_MAX * 1000;
      assert.equal(store.extend(nowMs, handle.receipt, leaseS).ok, allowed);
      if (allowed) message.visibleAtMs = nowMs + leaseS * 1000;
    },
    check: () => {
      const counts = store.counts(nowMs);
      assert.equal(unaccounted(counts), 0);
      const all = [...messages.values()];
      // Which of the expired have been found is the store's own affair.
      const expired = all.filter((message) => isVisible(message) && isExpired(message));
      const visible = all.filter((message) => isVisible(message) && !isExpired(message));
      assert.equal(counts.visible + counts.expired, visible.length + expired.length);
      const hidden = here().filter((message) => !isVisible(message));
      assert.equal(counts.notVisible, hidden.filter(({ isLeased }) => isLeased).length);
      assert.equal(counts.delayed, hidden.filter(({ isLeased }) => !isLeased).length);
      assert.equal(counts.deleted, all.filter(({ state }) => state === "deleted").length);
      assert.equal(counts.deadLettered, all.filter(({ state }) => state === "dead").length);
      const nextMs = Math.min(Infinity, ...hidden.map(({ visibleAtMs }) => visibleAtMs));
      assert.equal(store.nextVisibleAtMs() ?? Infinity, nextMs);
    },
  };
}

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
