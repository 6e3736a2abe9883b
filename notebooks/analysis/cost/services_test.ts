/** What is assumed of the services' own doing, held against their code. */
import assert from "node:assert/strict";
import { orderOf } from "../../../experiments/load/orders.ts";
import { createSeededRandom } from "../../../services/orders/seeded_random.ts";
import { startProcessStats } from "../../../services/aws/process_stats.ts";
import { acceptOrder } from "../../../services/orders/accept_order.ts";
import { drainBatch } from "../../../services/orders/drain_batch.ts";
import { createLedger } from "../../../services/orders/ledger.ts";
import type { LedgerEvent, OrderPath } from "../../../services/orders/ledger_event.ts";
import { assume } from "./assume.ts";
import { LEDGER_LINES } from "./logs.ts";

const { ledgerLineBytes, statsLineBytes, metricsPerService, messageBytes } = assume();
const ORDER_ID = "0b1f8e0e-3c1d-4a61-9a0e-6a4cf34b2f11";
const clock = { now: () => 1_795_829_448_123.456, sleep: () => Promise.resolve() };
const random = { next: () => 0.5 };

/** The lines that one order leaves, from the task that accepts it and from what pays it. */
async function linesOfOrder(path: OrderPath): Promise<{ accepting: string[]; paying: string[] }> {
  const ledgerOf = (lines: string[], host: string) =>
    createLedger({
      clock,
      recorder: { record: (event: LedgerEvent) => lines.push(`${JSON.stringify(event)}\n`) },
    }, { trial: "concurrency-20", repetition: 1, path, host });
  const [accepting, paying]: string[][] = [[], []];
  const { body } = orderOf(ORDER_ID, random);
  await acceptOrder(JSON.parse(body), {
    clock,
    random,
    ledger: ledgerOf(accepting!, "api-12345"),
    publish: () => Promise.resolve({ ok: true, messageId: "m" }),
  });
  await drainBatch([{ messageId: "m", receipt: "r", body, receiveCount: 1, sentAtMs: 0 }], {
    clock,
    ledger: ledgerOf(paying!, "worker-12345"),
    payment: {
      pay: (_orderId, { onStart, onPaid }) => {
        onStart();
        onPaid();
        return Promise.resolve();
      },
    },
    log() {},
    maxReceiveCount: 3,
  });
  return { accepting: accepting!, paying: paying! };
}

Deno.test("an order leaves as many ledger lines as logs are reckoned with, of about that size", async () => {
  const queue = await linesOfOrder("queue");
  assert.equal(queue.accepting.length + queue.paying.length, LEDGER_LINES.queue.task);
  const lambda = await linesOfOrder("lambda");
  assert.equal(lambda.accepting.length, LEDGER_LINES.lambda.task);
  assert.equal(lambda.paying.length, LEDGER_LINES.lambda.function);
  for (const line of [...queue.accepting, ...queue.paying]) {
    assert.ok(Math.abs(line.length / ledgerLineBytes - 1) < 0.1, `${line.length} bytes: ${line}`);
  }
});

Deno.test("a task's statistics are the metrics and bytes that are reckoned with", () => {
  const lines: string[] = [];
  const identity = { service: "api", trial: "t1", repetition: 1, host: "api-12345" } as const;
  startProcessStats(
    identity,
    3_600_000,
    clock.now,
    (line) => lines.push(JSON.stringify(line)),
    () => ({ in_flight: 0 }),
  ).end();
  const { _aws } = JSON.parse(lines[0]!);
  assert.equal(_aws.CloudWatchMetrics[0].Metrics.length, metricsPerService);
  // The counts of API and worker, another 150 to 300 bytes, are not in this line.
  assert.ok(statsLineBytes - lines[0]!.length > 0 && statsLineBytes - lines[0]!.length < 400);
});

Deno.test("an order's body is about the message that is reckoned with", () => {
  const spread = createSeededRandom(1);
  const bytes = Array.from({ length: 1000 }, () => orderOf(ORDER_ID, spread).body.length);
  const mean = bytes.reduce((sum, one) => sum + one) / bytes.length;
  assert.ok(Math.abs(mean / messageBytes - 1) < 0.2, `${mean} bytes`);
});
