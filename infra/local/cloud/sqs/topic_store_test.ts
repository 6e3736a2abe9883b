import assert from "node:assert/strict";
import { AwsError } from "../http/aws_error.ts";
import { createTopicStore } from "./topic_store.ts";

const QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";

Deno.test("createTopicStore() gives the same topic and subscription again, and refuses others", () => {
  const store = createTopicStore();
  const create = (attributes?: Record<string, string>, tags?: Record<string, string>) =>
    store.createTopic("orders", attributes, tags, "us-east-1");
  const { arn } = create({ DisplayName: "a" }, { k: "v" });
  assert.equal(arn, "arn:aws:sns:us-east-1:000000000000:orders");
  assert.equal(create({ DisplayName: "a" }), create({}, { k2: "v" }));
  assert.deepEqual([...create().tags], [["k", "v"], ["k2", "v"]]);
  assert.throws(() => create({ DisplayName: "b" }), AwsError);
  assert.throws(() => create({}, { k: "w" }), AwsError);

  const subscribe = (attributes?: Record<string, string>) =>
    store.subscribe(arn, "sqs", QUEUE, attributes);
  const raw = { RawMessageDelivery: "true" };
  assert.equal(subscribe(raw), subscribe(raw));
  assert.throws(() => subscribe({}), AwsError);
  assert.equal(store.subscribe(`${arn}-gone`, "sqs", QUEUE), undefined);
});

Deno.test("createTopicStore() forgets subscriptions singly and with their topic", () => {
  const store = createTopicStore();
  const { arn } = store.createTopic("orders", undefined, undefined, "us-east-1");
  const [a, b] = [store.subscribe(arn, "sqs", `${QUEUE}a`), store.subscribe(arn, "sqs", QUEUE)];
  assert.equal(store.unsubscribe(a!.arn), true);
  assert.equal(store.unsubscribe(a!.arn), false);
  assert.deepEqual(store.listSubscriptionsByTopic(arn).subscriptions, [b]);
  assert.equal(store.deleteTopic(arn), true);
  assert.equal(store.deleteTopic(arn), false);
  assert.equal(store.getSubscription(b!.arn), undefined);
  assert.deepEqual(store.listSubscriptions(), { subscriptions: [] });
});

Deno.test("createTopicStore() lists a hundred at a time, by ARN", () => {
  const store = createTopicStore();
  const names = Array.from({ length: 250 }, (_, i) => `t${String(i).padStart(3, "0")}`);
  for (const name of names.toReversed()) store.createTopic(name, undefined, undefined, "us-east-1");
  const listed: string[] = [];
  const sizes: number[] = [];
  for (let nextToken: string | undefined, more = true; more;) {
    const answer = store.listTopics(nextToken);
    listed.push(...answer.topics.map(({ name }) => name));
    sizes.push(answer.topics.length);
    nextToken = answer.nextToken;
    more = nextToken !== undefined;
  }
  assert.deepEqual(listed, names);
  assert.deepEqual(sizes, [100, 100, 50]);
});
