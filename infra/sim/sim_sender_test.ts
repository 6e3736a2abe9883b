import assert from "node:assert/strict";
import type { SendResult } from "../../experiments/load/sender.ts";
import type { OrderAnswer, OrderRequest } from "../../services/api/take_order.ts";
import { constantMs } from "./models/draw.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import type { SimApi } from "./sim_api.ts";
import { simSender } from "./sim_sender.ts";
import { createVirtualClock } from "./virtual_clock.ts";

/** A sender 100 ms away from an API that does as it is told. */
function createWorld(handle: (request: OrderRequest, onReset: () => void) => Promise<OrderAnswer>) {
  const clock = createVirtualClock({ startAtMs: 0 });
  const api: SimApi = {
    listening: true,
    take: (_path, request, onReset) => handle(request, onReset),
    stop: () => Promise.resolve(),
    kill() {},
  };
  const world = { clock, api };
  const sender = simSender({
    clock,
    random: createSeededRandom(1),
    requestMs: constantMs(200),
    api: () => world.api,
    path: "queue",
  });
  return { ...world, world, sender };
}

const ORDER = { orderId: "o-1", body: "{}" };
const accepted: OrderAnswer = { status: 202, orderId: "o-1", acceptedAtMs: 0 };

Deno.test("simSender() takes the network's time there and back", async () => {
  const arrivals: number[] = [];
  const { clock, sender } = createWorld(async (request) => {
    assert.equal(await request.read(), "{}");
    arrivals.push(clock.now());
    await clock.sleep(50);
    return accepted;
  });
  const result = await clock.run(() => sender.send(ORDER));
  assert.deepEqual(result, { answered: true, status: 202 });
  assert.deepEqual([arrivals, clock.now()], [[100], 250]);
});

Deno.test("simSender() gives an error's text as HTTP does", async () => {
  const { clock, sender } = createWorld(() => Promise.resolve({ status: 503, error: "busy" }));
  const result = await clock.run(() => sender.send(ORDER));
  assert.deepEqual(result, { answered: true, status: 503, error: '{"error":"busy"}' });
});

Deno.test("simSender() that gives up tells the API one way later, and takes no late answer", async () => {
  const heard: number[] = [];
  const { clock, sender } = createWorld(async (request) => {
    request.signal!().addEventListener("abort", () => heard.push(clock.now()));
    await clock.sleep(1000);
    return accepted;
  });
  const client = new AbortController();
  const results = await clock.run(async () => {
    const sent = sender.send(ORDER, client.signal);
    await clock.sleep(300);
    client.abort();
    const result = await sent;
    await clock.sleep(2000);
    return result;
  });
  assert.deepEqual(results, { answered: false, ambiguous: true, error: "no answer: aborted" });
  assert.deepEqual(heard, [400]);
});

Deno.test("simSender() times out after a minute, whoever asked first", async () => {
  const { clock, sender } = createWorld(() => new Promise(() => {}));
  const ends: [number, SendResult][] = [];
  await clock.run(async () => {
    const first = sender.send(ORDER).then((result) => ends.push([clock.now(), result]));
    await clock.sleep(500);
    await Promise.all([
      first,
      sender.send(ORDER).then((result) => ends.push([clock.now(), result])),
    ]);
  });
  const gone = { answered: false, ambiguous: true, error: "no answer: timed out after 60000 ms" };
  assert.deepEqual(ends, [[60_000, gone], [60_500, gone]]);
});

Deno.test("simSender() is refused by an API that does not listen, and reset by one that dies", async () => {
  let reset = () => {};
  const { clock, sender, world, api } = createWorld((_request, onReset) => {
    reset = onReset;
    return new Promise(() => {});
  });
  const results = await clock.run(async () => {
    const sent = sender.send(ORDER);
    await clock.sleep(150);
    reset();
    world.api = { ...api, listening: false };
    return [await sent, await sender.send(ORDER)];
  });
  assert.deepEqual(results, [
    { answered: false, ambiguous: true, error: "no answer: connection reset" },
    { answered: false, ambiguous: false, error: "not sent: connection refused" },
  ]);
  sender.close();
  assert.deepEqual(await sender.send(ORDER), {
    answered: false,
    ambiguous: false,
    error: "not sent: sender closed",
  });
});
