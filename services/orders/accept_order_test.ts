import assert from "node:assert/strict";
import { createMemoryRecorder } from "../../infra/sim/memory_recorder.ts";
import { createSeededRandom } from "./seeded_random.ts";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import { acceptOrder } from "./accept_order.ts";
import { createLedger } from "./ledger.ts";
import type { OutgoingOrder, PublishOutcome } from "./ports.ts";

const order = { customer_id: 7, items: [{ product_id: "p", quantity: 1, price: 1 }] };
const taken: PublishOutcome = { ok: true, messageId: "m-1" };
const failed = (code: string, retryable: boolean, ambiguous: boolean): PublishOutcome => ({
  ok: false,
  code,
  message: "-",
  retryable,
  ambiguous,
});
const throttled = failed("ThrottledException", true, false);

/** Accepts one order while the topic answers as told, one outcome a publish. */
async function accept(outcomes: PublishOutcome[], orderId?: string) {
  const clock = createVirtualClock();
  const recorder = createMemoryRecorder();
  const published: OutgoingOrder[] = [];
  const identity = { trial: "t", repetition: 2, path: "queue", host: "api-1" } as const;
  const acceptance = await clock.run(() =>
    acceptOrder(orderId === undefined ? order : { ...order, order_id: orderId }, {
      clock,
      random: createSeededRandom(1),
      ledger: createLedger({ clock, recorder }, identity),
      publish(outgoing) {
        assert.equal(recorder.events.length, 0, "nothing is recorded before the topic's answer");
        published.push(outgoing);
        return Promise.resolve(outcomes.shift()!);
      },
    })
  );
  return { acceptance, published, events: recorder.events };
}

Deno.test("acceptOrder() records accepted when the topic has the order", async () => {
  const { acceptance, published, events } = await accept([taken], "o-1");
  assert.equal(acceptance.accepted, true);
  assert.equal(published.length, 1);
  assert.deepEqual(JSON.parse(published[0]!.body), { order_id: "o-1", ...order });
  assert.deepEqual(events.map(({ at_ms: _, ...event }) => event), [{
    event: "accepted",
    order_id: "o-1",
    trial: "t",
    repetition: 2,
    path: "queue",
    host: "api-1",
    attempt: 0,
  }]);
});

Deno.test("acceptOrder() gives an order without an id one", async () => {
  const { acceptance, published } = await accept([taken]);
  assert.match(acceptance.orderId, /^[0-9a-f-]{36}$/);
  assert.equal(JSON.parse(published[0]!.body).order_id, acceptance.orderId);
  assert.equal(published[0]!.orderId, acceptance.orderId);
});

Deno.test("acceptOrder() tries again what may succeed", async () => {
  const { acceptance, published } = await accept([throttled, throttled, taken], "o-1");
  assert.equal(acceptance.accepted, true);
  assert.equal(acceptance.attempts, 3);
  assert.equal(new Set(published.map(({ body }) => body)).size, 1);
});

const refusals: [string, PublishOutcome[], { attempts: number; ambiguous: boolean }][] = [
  ["throttled to the end", [throttled, throttled, throttled], { attempts: 3, ambiguous: false }],
  ["refused", [failed("NotFoundException", false, false)], { attempts: 1, ambiguous: false }],
  ["left without an answer", [failed("ECONNRESET", true, true)], { attempts: 1, ambiguous: true }],
  ["throttled, then left without an answer", [throttled, failed("ECONNRESET", true, true)], {
    attempts: 2,
    ambiguous: true,
  }],
];

for (const [what, outcomes, expected] of refusals) {
  Deno.test(`acceptOrder() ${what} accepts nothing`, async () => {
    const code = (outcomes.at(-1) as { code: string }).code;
    const { acceptance, events } = await accept(outcomes, "o-1");
    assert.ok(!acceptance.accepted);
    const { attempts, ambiguous, reason } = acceptance;
    assert.deepEqual({ attempts, ambiguous }, expected);
    assert.equal(reason, `${code}: -`);
    assert.deepEqual(
      events.map(({ event, reason }) => [event, reason]),
      ambiguous ? [["publish_unknown", `${code}: -`]] : [],
    );
  });
}
