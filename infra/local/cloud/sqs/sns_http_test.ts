import assert from "node:assert/strict";
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import { type CloudTest, refused, signedFor, withCloud } from "../http/testing.ts";

/** A topic that delivers to a queue, raw. */
async function subscribed({ sns, sqs }: CloudTest, attributes: Record<string, string> = {}) {
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "orders" }));
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  const Endpoint = Attributes?.QueueArn ?? "";
  const { SubscriptionArn = "" } = await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint,
      Attributes: { RawMessageDelivery: "true", ...attributes },
    }),
  );
  const receive = async () => {
    const request = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
    return (await sqs.send(new ReceiveMessageCommand(request))).Messages ?? [];
  };
  return { TopicArn, SubscriptionArn, receive };
}

Deno.test("SNS delivers published messages to its queues, byte for byte", () =>
  withCloud(async (given) => {
    const { TopicArn, SubscriptionArn, receive } = await subscribed(given);
    const Message = '{"order_id":"é & <1> 😀"}';
    const MessageAttributes = { trial: { DataType: "String", StringValue: "t" } };
    await given.sns.send(new PublishCommand({ TopicArn, Message, MessageAttributes }));
    const [message] = await receive();
    assert.equal(message?.Body, Message);
    assert.equal(message?.MessageAttributes?.["trial"]?.StringValue, "t");
    await given.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await given.sns.send(new PublishCommand({ TopicArn, Message }));
    assert.deepEqual(await receive(), []);
  }));

Deno.test("SNS answers each entry of a batch", () =>
  withCloud(async (given) => {
    const { TopicArn, receive } = await subscribed(given);
    const entries = Array.from({ length: 10 }, (_, i) => ({ Id: `e${i}`, Message: `m${i}` }));
    const answer = await given.sns.send(
      new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }),
    );
    assert.deepEqual(answer.Successful?.map(({ Id }) => Id), entries.map(({ Id }) => Id));
    assert.equal(new Set(answer.Successful?.map(({ MessageId }) => MessageId)).size, 10);
    assert.deepEqual((await receive()).map(({ Body }) => Body), entries.map((e) => e.Message));
  }));

Deno.test("SNS delivers the same message by a batch as singly", () =>
  withCloud(async (given) => {
    const { TopicArn, receive } = await subscribed(given);
    const Message = '{"order_id":"é"}';
    const text = { DataType: "String", StringValue: "t" };
    for (
      const MessageAttributes of [{}, { trial: text }, {
        trial: text,
        n: { ...text, DataType: "Number" },
      }]
    ) {
      await given.sns.send(new PublishCommand({ TopicArn, Message, MessageAttributes }));
      const entry = { Id: "a", Message, MessageAttributes };
      await given.sns.send(
        new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: [entry] }),
      );
      const [one, other, ...more] = (await receive()).map((
        { Body, MD5OfBody, MessageAttributes, MD5OfMessageAttributes },
      ) => ({ Body, MD5OfBody, MessageAttributes, MD5OfMessageAttributes }));
      assert.deepEqual(one, other);
      assert.equal(other?.Body, Message);
      assert.deepEqual(more, []);
    }
  }));

Deno.test("SNS delivers by filter policy", () =>
  withCloud(async (given) => {
    const FilterPolicy = '{"trial":["a"]}';
    const { TopicArn, SubscriptionArn, receive } = await subscribed(given, { FilterPolicy });
    for (const StringValue of ["a", "b"]) {
      const MessageAttributes = { trial: { DataType: "String", StringValue } };
      const request = { TopicArn, Message: StringValue, MessageAttributes };
      await given.sns.send(new PublishCommand(request));
    }
    assert.deepEqual((await receive()).map(({ Body }) => Body), ["a"]);
    const { Attributes } = await given.sns.send(
      new GetSubscriptionAttributesCommand({ SubscriptionArn }),
    );
    assert.equal(Attributes?.["FilterPolicy"], FilterPolicy);
  }));

Deno.test("SNS refuses with AWS's errors", () =>
  withCloud(async (given) => {
    const { sns } = given;
    const { TopicArn } = await subscribed(given);
    const gone = `${TopicArn}-gone`;
    const publish = (Message: string, to = TopicArn) =>
      sns.send(new PublishCommand({ TopicArn: to, Message }));
    await refused(publish("m", gone), "NotFoundException");
    await refused(publish("x".repeat(262_145)), "InvalidParameterException", "262144");
    await refused(
      sns.send(new GetTopicAttributesCommand({ TopicArn: gone })),
      "NotFoundException",
    );
    for (const Name of ["a name", "orders.fifo"]) {
      await refused(sns.send(new CreateTopicCommand({ Name })), "InvalidParameterException");
    }
    await refused(
      sns.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "a@b.c" })),
      "InvalidParameterException",
      "email",
    );
    const batch = (entries: { Id: string; Message: string }[]) =>
      sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }));
    const Message = "m";
    await refused(batch([]), "EmptyBatchRequestException");
    await refused(
      batch(Array.from({ length: 11 }, (_, i) => ({ Id: `${i}`, Message }))),
      "TooManyEntriesInBatchRequestException",
    );
    await refused(
      batch([{ Id: "a", Message }, { Id: "a", Message }]),
      "BatchEntryIdsNotDistinctException",
    );
    await refused(batch([{ Id: "a b", Message }]), "InvalidBatchEntryIdException");
    const large = ["a", "b"].map((Id) => ({ Id, Message: "x".repeat(140_000) }));
    await refused(batch(large), "BatchRequestTooLongException");
    await refused(batch([{ Id: "a", Message: "" }]), "InvalidParameterException");
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    assert.deepEqual((await sns.send(new ListTopicsCommand({}))).Topics, []);
  }));

Deno.test("SNS and STS answer unsigned forms, told apart by their version", () =>
  withCloud(async ({ cloud }) => {
    const post = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
      const body = new URLSearchParams(form);
      const response = await fetch(cloud.url, { method: "POST", headers, body });
      return `${response.status} ${await response.text()}`;
    };
    const sns = { Version: "2010-03-31" };
    assert.match(await post({ ...sns, Action: "CreateTopic", Name: "t" }), /^200 .*TopicArn>arn/s);
    assert.match(await post({ ...sns, Action: "Nonsense" }), /^400 .*InvalidAction.*Nonsense/s);
    assert.match(await post({ ...sns }), /^400 .*InvalidAction/s);
    const sts = { Action: "GetCallerIdentity", Version: "2011-06-15" };
    assert.match(await post(sts, signedFor("sts")), /^200 .*<Account>000000000000</s);
    assert.match(await post(sts), /^200 .*<Account>000000000000</s);
    const sqs = { Action: "ListQueues", Version: "2012-11-05" };
    assert.match(await post(sqs), /^400 .*InvalidAction.*AWS JSON/s);
    assert.match(await post({ Action: "ListUsers" }, signedFor("iam")), /^404 .*iam ListUsers/s);
  }));

Deno.test("SNS takes its stated latency longer, single and by batch", () =>
  withCloud(async (given) => {
    const { TopicArn, receive } = await subscribed(given);
    for (
      const command of [
        new PublishCommand({ TopicArn, Message: "m" }),
        new PublishBatchCommand({
          TopicArn,
          PublishBatchRequestEntries: [{ Id: "a", Message: "m" }],
        }),
      ]
    ) {
      const startedAt = performance.now();
      await given.sns.send(command as PublishCommand);
      assert.ok(performance.now() - startedAt >= 59);
    }
    assert.equal((await receive()).length, 2);
  }, { latencies: { "sns.publish": 60 } }));
