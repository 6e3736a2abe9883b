import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { PublishBatchCommand, SNSClient, type SNSClientConfig } from "@aws-sdk/client-sns";
import fc from "fast-check";
import { clientConfig } from "./connection.ts";
import { type BatchEntry, PublishBatchProtocol } from "./publish_batch_protocol.ts";

/** Sends one batch to a server that answers as told; gives the form that came, and the answer. */
async function sendBatch(
  entries: readonly BatchEntry[],
  answer: { status: number; body: string },
  config: SNSClientConfig,
) {
  let form = "";
  const client = new SNSClient({
    ...clientConfig(
      {
        endpointUrl: "http://127.0.0.1:1",
        region: "us-east-1",
        accessKeyId: "a",
        secretAccessKey: "s",
      },
      { socketsMax: 1, requestTimeoutMs: 1000 },
    ),
    ...config,
    requestHandler: {
      handle({ body }: { body: string }) {
        form = body;
        const headers = { "content-type": "text/xml", "x-amzn-requestid": "r-1" };
        const response = { statusCode: answer.status, headers, body: Readable.from([answer.body]) };
        return Promise.resolve({ response });
      },
    },
  });
  const command = new PublishBatchCommand({
    TopicArn: "arn:aws:sns:us-east-1:000000000000:orders",
    PublishBatchRequestEntries: [...entries],
  });
  const result = await client.send(command).then(
    ({ Successful, Failed, $metadata }) => ({ Successful, Failed, id: $metadata.requestId }),
    ({ name, message, $fault }) => ({ name, message, $fault }),
  );
  client.destroy();
  return { form: [...new URLSearchParams(form)], result };
}

const OWN: SNSClientConfig = { protocol: PublishBatchProtocol };
const answerOf = (successful: string, failed = "") => ({
  status: 200,
  body:
    '<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult>' +
    `\n  <Successful>${successful}</Successful><Failed>${failed}</Failed></PublishBatchResult>` +
    "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishBatchResponse>",
});
const taken = "<member><Id>0</Id><MessageId>m-0</MessageId></member>";
const takenTheOtherWay = "<member>\n<MessageId>m-1</MessageId>\n<Id>1</Id>\n</member>";
const refused = "<member><Id>2</Id><Code>InternalError</Code><Message>a &lt; b</Message>" +
  "<SenderFault>false</SenderFault></member>";

Deno.test("PublishBatchProtocol writes what the SDK's own protocol writes", async () => {
  const text = fc.string({ unit: "grapheme", minLength: 1 });
  const entry = fc.record({ Id: text, Message: text, name: text, value: text });
  const batches = fc.array(entry, { minLength: 1, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(batches, async (batch) => {
      const entries = batch.map(({ Id, Message, name, value }) => ({
        Id,
        Message,
        MessageAttributes: { [name]: { DataType: "String", StringValue: value } },
      }));
      const answer = answerOf(taken);
      const [own, sdk] = [
        await sendBatch(entries, answer, OWN),
        await sendBatch(entries, answer, {}),
      ];
      assert.deepEqual(own.form, sdk.form);
    }),
    { numRuns: 25 },
  );
});

Deno.test("PublishBatchProtocol reads what the SDK's own protocol reads", async () => {
  const answers = [
    answerOf(taken),
    answerOf(taken + takenTheOtherWay),
    answerOf(taken, refused),
    answerOf("", refused),
    {
      status: 404,
      body: "<ErrorResponse><Error><Type>Sender</Type><Code>NotFound</Code><Message>no topic" +
        "</Message></Error></ErrorResponse>",
    },
  ];
  const results = [];
  for (const answer of answers) {
    const [own, sdk] = [await sendBatch([], answer, OWN), await sendBatch([], answer, {})];
    results.push(own.result);
    if ("Successful" in own.result && "Successful" in sdk.result) {
      assert.deepEqual(own.result.Successful ?? [], sdk.result.Successful ?? []);
      assert.deepEqual(own.result.Failed ?? [], sdk.result.Failed ?? []);
      assert.equal(own.result.id, sdk.result.id);
    } else assert.deepEqual(own.result, sdk.result);
  }
  const [one, two, partial] = results;
  assert.ok(one && "Successful" in one && two && "Successful" in two);
  assert.deepEqual(two.Successful, [{ Id: "0", MessageId: "m-0" }, { Id: "1", MessageId: "m-1" }]);
  assert.ok(partial && "Failed" in partial);
  assert.equal(partial.Failed?.[0]?.Message, "a < b");
});
