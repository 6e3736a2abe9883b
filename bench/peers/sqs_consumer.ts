/**
 * sqs-consumer as a worker: the peer of `services/worker/main.ts`.
 *
 * It has what its users would give it for this concurrency: as many consumers in one process as the
 * slots ask for, each receiving up to ten, and one client with enough connections, set up like ours, so
 * that only the consumer differs. `HANDLER` says by which of its two ways: `message`, the first of its
 * README, deletes one by one; `batch` deletes by the batch. Its events are gathered and written in
 * blocks, which costs less than our one write an event.
 *
 * @module
 */
import process from "node:process";
import { type Message, SQSClient } from "@aws-sdk/client-sqs";
import { Consumer } from "sqs-consumer";
import { clientConfig } from "../../services/aws/connection.ts";

const BLOCK_MS = 50;
const BATCH_MAX = 10;

const variable = (name: string): string => {
  const value = Deno.env.get(name);
  if (value === undefined) throw new Error(`Cannot start sqs-consumer: ${name} must be set`);
  return value;
};
const slots = Number(variable("PAYMENT_SLOTS"));
const paymentMs = Number(variable("PAYMENT_MS"));
const queueUrl = variable("ORDER_QUEUE_URL");
const batched = variable("HANDLER") === "batch";
const sqs = new SQSClient({
  ...clientConfig({
    endpointUrl: variable("AWS_ENDPOINT_URL"),
    region: variable("AWS_REGION"),
    accessKeyId: variable("AWS_ACCESS_KEY_ID"),
    secretAccessKey: variable("AWS_SECRET_ACCESS_KEY"),
  }, { socketsMax: 256, requestTimeoutMs: 40_000 }),
  md5: false,
});

const encoder = new TextEncoder();
let block = "";
const write = () => {
  for (let bytes = encoder.encode(block); bytes.length > 0;) {
    bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
  }
  block = "";
};
const note = (event: string, order_id: string) => {
  const at_ms = performance.timeOrigin + performance.now();
  block += `${JSON.stringify({ event, order_id, at_ms })}\n`;
};

const pay = async (message: Message) => {
  const { order_id } = JSON.parse(message.Body ?? "{}");
  note("started", order_id);
  await new Promise((resolve) => setTimeout(resolve, paymentMs));
  note("completed", order_id);
};

/** Slots split over as few consumers as can hold them. */
const consumerCount = Math.ceil(slots / BATCH_MAX);
for (let index = 0; index < consumerCount; index++) {
  const batchSize = Math.floor((slots + index) / consumerCount);
  const consumer = Consumer.create({
    queueUrl,
    sqs,
    batchSize,
    visibilityTimeout: 30,
    waitTimeSeconds: 20,
    ...(batched
      ? {
        async handleMessageBatch(messages: Message[]) {
          await Promise.all(messages.map(pay));
          return messages;
        },
      }
      : {
        async handleMessage(message: Message) {
          await pay(message);
          return message;
        },
      }),
  });
  consumer.on("error", (error) => console.error(`sqs-consumer: ${error.message}`));
  consumer.on("processing_error", (error) => console.error(`sqs-consumer: ${error.message}`));
  consumer.start();
}

setInterval(write, BLOCK_MS);
Deno.addSignalListener("SIGTERM", () => {
  const { user, system } = process.cpuUsage();
  block += `${JSON.stringify({ event: "stats", cpu_s: (user + system) / 1e6 })}\n`;
  write();
  Deno.exit(0);
});
block = `{"event":"ready"}\n`;
write();

// Its parent is gone when its standard input ends.
for await (const _ of Deno.stdin.readable);
Deno.exit(0);
