/** A store beside a naive expectation of it, after any sequence of calls. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { unaccounted } from "./message_counts.ts";
import { createMessageStore, type DeadLetter, LEASE_S_MAX } from "./message_store.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";

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
    name: "orders",
    duplicateProbability: 0,
    duplicateDelayMs: () => 0,
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
