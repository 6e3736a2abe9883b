import assert from "node:assert/strict";
import type { SqsMessage } from "./fauxqs_types.ts";
import { publishBatch } from "./publish_batch.ts";
import { createTopicStore } from "./topic_store.ts";

const QUEUE = "arn:aws:sqs:us-east-1:000000000000:orders";

/** Publishes to a topic with one subscription of these attributes. */
function publish(members: Record<string, string>, attributes: Record<string, string> = {}) {
  const topics = createTopicStore();
  const { arn: TopicArn } = topics.createTopic("orders", undefined, undefined, "us-east-1");
  topics.subscribe(TopicArn, "sqs", QUEUE, { RawMessageDelivery: "true", ...attributes });
  const delivered: SqsMessage[] = [];
  const queue = { enqueue: (message: SqsMessage) => void delivered.push(message) };
  const form = { Action: "PublishBatch", Version: "2010-03-31", TopicArn, ...members };
  const answer = publishBatch(form, topics, {
    getQueueByArn: (arn) => arn === QUEUE ? queue : undefined,
  });
  return { answer, delivered };
}

const entry = (number: number, members: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      `PublishBatchRequestEntries.member.${number}.${name}`,
      value,
    ]),
  );
const trial = {
  "MessageAttributes.entry.1.Name": "trial",
  "MessageAttributes.entry.1.Value.DataType": "String",
  "MessageAttributes.entry.1.Value.StringValue": "t",
};
const sound = entry(1, { Id: "a", Message: "m" });

Deno.test("publishBatch() delivers sound entries, in order, with their attributes", () => {
  const { answer, delivered } = publish({
    ...entry(1, { Id: "a", Message: "<é>", ...trial }),
    ...entry(2, { Id: "b", Message: "2" }),
  });
  assert.deepEqual(delivered.map(({ body, messageAttributes }) => [body, messageAttributes]), [
    ["<é>", { trial: { DataType: "String", StringValue: "t" } }],
    ["2", {}],
  ]);
  assert.deepEqual(answer?.match(/<Id>\w<\/Id>/g), ["<Id>a</Id>", "<Id>b</Id>"]);
});

Deno.test("publishBatch() leaves to fauxqs, undelivered, what is not as simple", () => {
  const cases: [Record<string, string>, Record<string, string>?][] = [
    [{}],
    [entry(1, { Id: "a b", Message: "m" })],
    [entry(1, { Id: "a", Message: "" })],
    [entry(1, { Id: "a" })],
    [{ ...sound, ...entry(2, { Id: "a", Message: "m" }) }],
    [{ ...sound, ...entry(3, { Id: "b", Message: "m" }) }],
    [{ ...sound, ...entry(1, { Subject: "s" }) }],
    [entry(1, {
      Id: "a",
      Message: "m",
      ...trial,
      "MessageAttributes.entry.1.Value.DataType": "Binary",
    })],
    [Object.assign(
      {},
      ...Array.from({ length: 11 }, (_, i) => entry(i + 1, { Id: `${i}`, Message: "m" })),
    )],
    [{ ...sound, TopicArn: "arn:aws:sns:us-east-1:000000000000:gone" }],
    [sound, { RawMessageDelivery: "false" }],
    [sound, { FilterPolicy: '{"trial":["t"]}' }],
  ];
  for (const [members, attributes] of cases) {
    const expected = { answer: undefined, delivered: [] };
    assert.deepEqual(publish(members, attributes), expected, JSON.stringify([members, attributes]));
  }
  assert.notEqual(publish(sound).answer, undefined);
});
