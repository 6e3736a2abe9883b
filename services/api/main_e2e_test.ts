import assert from "node:assert/strict";
import { type ContractPlace, openContractPlace } from "../aws/contract_place.ts";
import { type HostProcess, startHost } from "../aws/host_process.ts";

const order = { customer_id: 7, items: [{ product_id: "p-1", quantity: 2, price: 9.99 }] };

function apiEnvironment({ connection, topicArn }: ContractPlace): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: connection.endpointUrl!,
    AWS_REGION: connection.region,
    AWS_ACCESS_KEY_ID: connection.accessKeyId,
    AWS_SECRET_ACCESS_KEY: connection.secretAccessKey,
    ORDER_TOPIC_ARN: topicArn,
    TRIAL: "t",
    PAYMENT_SLOTS: "1",
    PAYMENT_MS: "400",
  };
}

/** Runs an API over a cloud of its own. */
async function withApi(
  settings: Record<string, string>,
  body: (api: HostProcess, url: string, place: ContractPlace) => Promise<void>,
): Promise<void> {
  const place = await openContractPlace("true");
  const api = startHost("api", { ...apiEnvironment(place), ...settings });
  try {
    const { url } = await api.line(({ event }) => event === "listening");
    await body(api, String(url), place);
  } finally {
    try {
      api.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await api.ended;
    await place.close();
  }
}

function post(url: string, orderId: string, signal?: AbortSignal): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ order_id: orderId, ...order }),
    ...(signal && { signal }),
  });
}

Deno.test("api main accepts orders into the queue, with few calls for many", async () => {
  await withApi({}, async (api, url, place) => {
    const ids = Array.from({ length: 60 }, (_, index) => `o-${index}`);
    const responses = await Promise.all(ids.map((id) => post(`${url}/orders/async`, id)));
    for (const response of responses) {
      assert.equal(response.status, 202);
      await response.body?.cancel();
    }
    const messages = await place.take(60);
    const queued = messages.map(({ Body }) => JSON.parse(Body!).order_id);
    assert.deepEqual(queued.toSorted(), ids.toSorted());
    api.kill("SIGTERM");
    const { code } = await api.ended;
    assert.equal(code, 0);
    assert.deepEqual(
      api.events("accepted").map(({ order_id }) => order_id).toSorted(),
      ids.toSorted(),
    );
    const last = api.lines.at(-1)!;
    assert.equal(last.event, "stats");
    assert.deepEqual([last.service, last.published, last.in_flight], ["api", 60, 0]);
    assert.ok(Number(last.publishes) < 40, `${last.publishes} publishes`);
  });
});

Deno.test("api main on SIGTERM accepts no more and answers what is in flight", async () => {
  await withApi({}, async (api, url) => {
    const paying = [1, 2].map((n) => post(`${url}/orders/sync`, `o-${n}`));
    await api.line(({ event }) => event === "started");
    api.kill("SIGTERM");
    await api.line(({ event }) => event === "stopping");
    await assert.rejects(post(`${url}/orders/async`, "late"));
    for (const answer of await Promise.all(paying)) {
      assert.equal(answer.status, 200);
      await answer.body?.cancel();
    }
    assert.equal((await api.ended).code, 0);
    assert.equal(api.events("completed").length, 2);
    assert.equal(api.events("accepted").length, 2);
  });
});

Deno.test("api main cancels an order whose client has gone, or pays it, as told", async (context) => {
  for (const onDisconnect of ["cancel", "pay"]) {
    await context.step(onDisconnect, async () => {
      await withApi({ ON_DISCONNECT: onDisconnect, STATS_PERIOD_MS: "10" }, async (api, url) => {
        const first = post(`${url}/orders/sync`, "o-1");
        await api.line(({ event }) => event === "started");
        const client = new AbortController();
        const gone = assert.rejects(post(`${url}/orders/sync`, "o-2", client.signal));
        await api.line(({ slots_waiting }) => slots_waiting === 1);
        client.abort();
        await gone;
        const end = await api.line(({ event, order_id }) =>
          order_id === "o-2" && (event === "failed" || event === "completed")
        );
        assert.equal(end.event, onDisconnect === "cancel" ? "failed" : "completed");
        await (await first).body?.cancel();
      });
    });
  }
});

Deno.test("api main answers 503 and accepts nothing while the topic cannot be reached", async () => {
  await withApi({ AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, async (api, url, place) => {
    const response = await post(`${url}/orders/async`, "o-1");
    assert.equal(response.status, 503);
    assert.equal(response.headers.get("retry-after"), "1");
    await response.body?.cancel();
    assert.deepEqual(api.events("accepted"), []);
    assert.deepEqual(await place.take(1), []);
  });
});

Deno.test("api main answers 413 to a client that sends too much, and lives on", async () => {
  await withApi({}, async (_api, url) => {
    const response = await fetch(`${url}/orders/async`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: new Uint8Array(300_000).fill(0x20),
    });
    assert.equal(response.status, 413);
    await response.body?.cancel();
    const healthy = await fetch(`${url}/health`);
    assert.equal(healthy.status, 200);
    await healthy.body?.cancel();
  });
});

Deno.test("api main ends when its standard input does", async () => {
  await withApi({ PARENT_WATCH: "stdin" }, async (api) => {
    api.kill("SIGINT");
    await api.closeInput();
    assert.notEqual((await api.ended).code, 0);
    assert.deepEqual(api.events("stopping"), []);
  });
});

Deno.test("api main says that its port is taken and exits 1", async () => {
  await withApi({}, async (_api, url, place) => {
    const port = new URL(url).port;
    const { code, stderr } = await startHost("api", { ...apiEnvironment(place), PORT: port }).ended;
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`Cannot start api: cannot listen on 127.0.0.1:${port}: `));
  });
});

Deno.test("api main names every fault of its environment and exits 2", async () => {
  const { code, stderr } = await startHost("api", { PORT: "http", ON_DISCONNECT: "wait" }).ended;
  assert.equal(code, 2);
  for (const name of ["PORT", "ON_DISCONNECT", "ORDER_TOPIC_ARN", "AWS_SECRET_ACCESS_KEY"]) {
    assert.match(stderr, new RegExp(`  ${name} must be .*, got `));
  }
});
