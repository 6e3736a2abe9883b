import assert from "node:assert/strict";
import { type ContractPlace, openContractPlace } from "../aws/contract_place.ts";
import { type HostProcess, startHost } from "../aws/host_process.ts";
import { orderBody } from "./testing.ts";

/** Runs a worker over a cloud of its own. */
async function withWorker(
  settings: Record<string, string>,
  body: (worker: HostProcess, place: ContractPlace) => Promise<void>,
): Promise<void> {
  const place = await openContractPlace("true");
  const worker = startHost("worker", { ...workerEnvironment(place), ...settings });
  try {
    await worker.line(({ event }) => event === "ready");
    await body(worker, place);
  } finally {
    try {
      worker.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await worker.ended;
    await place.close();
  }
}

function workerEnvironment({ connection, queueUrl }: ContractPlace): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: connection.endpointUrl!,
    AWS_REGION: connection.region,
    AWS_ACCESS_KEY_ID: connection.accessKeyId,
    AWS_SECRET_ACCESS_KEY: connection.secretAccessKey,
    ORDER_QUEUE_URL: queueUrl,
    TRIAL: "t",
    PAYMENT_MS: "50",
    CONCURRENCY: "2",
    PAYMENT_SLOTS: "2",
  };
}

Deno.test("worker main pays what is in the queue and stops on SIGTERM", async () => {
  await withWorker({}, async (worker, place) => {
    await place.send(Array.from({ length: 10 }, (_, index) => orderBody(`o-${index}`)));
    await worker.line(() => worker.events("completed").length === 10);
    worker.kill("SIGTERM");
    const { code, stderr } = await worker.ended;
    assert.equal(stderr, "");
    assert.equal(code, 0);
    const ids = worker.events("completed").map(({ order_id }) => order_id);
    assert.equal(new Set(ids).size, 10);
    const last = worker.lines.at(-1)!;
    assert.equal(last.event, "stats");
    assert.deepEqual([last.service, last.trial, last.host], [
      "worker",
      "t",
      `worker-${worker.pid}`,
    ]);
    assert.deepEqual([last.paid, last.deletes, last.in_flight], [10, 10, 0]);
    for (const field of ["cpu_s", "rss_bytes", "event_loop_lag_ms_max", "at_ms"]) {
      assert.ok(Number(last[field]) > 0, field);
    }
    assert.deepEqual(await place.take(1), []);
  });
});

Deno.test("worker main on SIGTERM finishes what is in hand and gives the rest back at once", async () => {
  await withWorker({ PAYMENT_MS: "700" }, async (worker, place) => {
    await place.send(Array.from({ length: 10 }, (_, index) => orderBody(`o-${index}`)));
    await worker.line(() => worker.events("started").length === 2);
    worker.kill("SIGTERM");
    assert.equal((await worker.ended).code, 0);
    assert.equal(worker.events("completed").length, 2);
    const received = worker.events("received").length;
    assert.equal(worker.events("returned").length, received - 2);
    assert.equal((await place.take(8)).length, 8);
  });
});

Deno.test("worker main ends when its standard input does, and leaves SIGINT to its parent", async () => {
  await withWorker({ PARENT_WATCH: "stdin" }, async (worker, place) => {
    worker.kill("SIGINT");
    await place.send([orderBody("o-1")]);
    await worker.line(({ event }) => event === "completed");
    await worker.closeInput();
    assert.notEqual((await worker.ended).code, 0);
  });
});

Deno.test("worker main stops on SIGINT when nobody watches", async () => {
  await withWorker({}, async (worker) => {
    worker.kill("SIGINT");
    assert.equal((await worker.ended).code, 0);
  });
});

Deno.test("worker main names every fault of its environment and exits 2", async () => {
  const worker = startHost("worker", { CONCURRENCY: "0", PREFETCH: "all", ORDER_QUEUE_URL: "x" });
  const { code, stderr } = await worker.ended;
  assert.equal(code, 2);
  assert.match(stderr, /^Cannot start worker:\n/);
  for (
    const fault of [
      "AWS_REGION must be an AWS region, got nothing",
      'ORDER_QUEUE_URL must be an http:// or https:// URL, got "x"',
      'CONCURRENCY must be an integer from 1 to 10000, got "0"',
      'PREFETCH must be ahead, original or an integer from 0 to 10000, got "all"',
    ]
  ) assert.ok(stderr.includes(fault), `${fault} is not in\n${stderr}`);
  assert.deepEqual(worker.lines, []);
});
