/**
 * An API on virtual time, for tests.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createMemoryRecorder } from "../../infra/sim/memory_recorder.ts";
import { createSeededRandom } from "../orders/seeded_random.ts";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import { createPayment, createSlots } from "../orders/payment.ts";
import type { OutgoingOrder, PublishOutcome } from "../orders/ports.ts";
import { type ApiSettings, createApiCounts } from "./api_settings.ts";
import { createApi } from "./create_api.ts";

const START_MS = Date.UTC(2026, 10, 23, 12, 0, 0, 5);
/** A valid order. */
export const order = { customer_id: 7, items: [{ product_id: "p-1", quantity: 2, price: 9.99 }] };

/** An API with two slots of 100 ms, whose topic answers as told. */
export function apiTest(
  settings: Partial<ApiSettings> = {},
  publish: (order: OutgoingOrder) => Promise<PublishOutcome> = () =>
    Promise.resolve({ ok: true, messageId: "m-1" }),
) {
  const clock = createVirtualClock({ startAtMs: START_MS });
  const recorder = createMemoryRecorder();
  const published: OutgoingOrder[] = [];
  const slots = createSlots(2);
  const counts = createApiCounts();
  const app = createApi({
    clock,
    random: createSeededRandom(1),
    recorder,
    payment: createPayment({ clock, slots }, 100),
    slots,
    counts,
    publish(outgoing) {
      published.push(outgoing);
      return publish(outgoing);
    },
  }, {
    trial: "t",
    repetition: 1,
    host: "api-1",
    path: "queue",
    onDisconnect: "cancel",
    inFlightMax: 100,
    ...settings,
  });
  const send = (path: string, init: RequestInit = {}) =>
    Promise.resolve(app.fetch(new Request(`http://api${path}`, init)));
  const post = (path: string, body: unknown, init: RequestInit = {}) =>
    send(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...init,
    });
  const events = () =>
    recorder.events.map(({ event, path, attempt, order_id }) => [event, path, attempt, order_id]);
  return { clock, recorder, published, slots, counts, send, post, events };
}

/** The text of a refusal, which is a JSON document with nothing else. */
export async function errorOf(response: Response): Promise<string> {
  assert.equal(response.headers.get("content-type"), "application/json");
  const document = await response.json();
  assert.deepEqual(Object.keys(document), ["error"]);
  return document.error;
}
