import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { type OrderTopicUnderTest, testOrderTopic } from "../orders/order_topic_contract.ts";
import type { AwsConnection } from "./connection.ts";
import { openContractPlace } from "./contract_place.ts";
import { createSnsTopic } from "./sns_topic.ts";

testOrderTopic("SNS topic", async (): Promise<OrderTopicUnderTest> => {
  const place = await openContractPlace("true");
  const { connection, topicArn } = place;
  const cutter = await openCutter();
  const open = (settings: Partial<AwsConnection>, arn = topicArn) =>
    createSnsTopic({ ...connection, ...settings }, { topicArn: arn, trial: "t", socketsMax: 4 });
  const topics = [
    open({}),
    open({}, `${topicArn}-missing`),
    open({ endpointUrl: `http://127.0.0.1:${await freedPort()}` }),
    open({ endpointUrl: cutter.url }),
  ] as const;
  return {
    topic: topics[0],
    missingTopic: topics[1],
    unreachableTopic: topics[2],
    cutTopic: topics[3],
    delivered: async (count) => (await place.take(count)).map(({ Body }) => Body!),
    dispose: async () => {
      for (const topic of topics) topic.close();
      await cutter.close();
      await place.close();
    },
  };
});

Deno.test("createSnsTopic() puts the trial on every message as an attribute", async () => {
  const place = await openContractPlace("false");
  const { connection, topicArn } = place;
  const topic = createSnsTopic(connection, { topicArn, trial: "concurrency-5", socketsMax: 1 });
  try {
    const orders = ["o-1", "o-2"].map((orderId) => ({ orderId, body: orderId }));
    await topic.publish(orders);
    const envelopes = (await place.take(2)).map(({ Body }) => JSON.parse(Body!));
    assert.equal(envelopes.length, 2);
    for (const { MessageAttributes } of envelopes) {
      assert.deepEqual(MessageAttributes, { trial: { Type: "String", Value: "concurrency-5" } });
    }
  } finally {
    topic.close();
    await place.close();
  }
});

/** A service that takes a request and closes the connection without an answer. */
async function openCutter() {
  const server = createServer((socket) => socket.once("data", () => socket.destroy()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** A port that nobody listens on any more. */
async function freedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function portOf(address: unknown): number {
  return (address as { port: number }).port;
}
