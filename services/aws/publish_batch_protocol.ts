/**
 * PublishBatch in AWS's query protocol, written and read for its own shape: the SDK's general way, by
 * schema and by a tree of the answer, took a sixth of the API's time at ten orders a call. Signing,
 * transport and every answer that is not plain success stay the SDK's.
 *
 * @module
 */
import { AwsQueryProtocol } from "@aws-sdk/core/protocols";
import type { PublishBatchCommandOutput } from "@aws-sdk/client-sns";

type Serialize = AwsQueryProtocol["serializeRequest"];
type Deserialize = AwsQueryProtocol["deserializeResponse"];

/** One entry of a batch, as far as it is written here. */
export interface BatchEntry {
  Id: string;
  Message: string;
  MessageAttributes: Record<string, { DataType: string; StringValue: string }>;
}

/**
 * The `protocol` of an `SNSClient` that sends nothing but `PublishBatchCommand`s of
 * {@linkcode BatchEntry}s.
 */
export class PublishBatchProtocol extends AwsQueryProtocol {
  override async serializeRequest<Input extends object>(
    operation: Parameters<Serialize>[0],
    input: Input,
    context: Parameters<Serialize>[2],
  ) {
    const { PublishBatchRequestEntries, ...rest } = input as Input & {
      PublishBatchRequestEntries: readonly BatchEntry[];
    };
    const request = await super.serializeRequest(operation, rest, context);
    request.body += entriesForm(PublishBatchRequestEntries);
    return request;
  }

  override async deserializeResponse<Output extends { $metadata: object }>(
    operation: Parameters<Deserialize>[0],
    context: Parameters<Deserialize>[1],
    response: Parameters<Deserialize>[2],
  ): Promise<Output> {
    const bytes = await context.streamCollector(response.body);
    const Successful = response.statusCode === 200 && readSuccesses(decoder.decode(bytes));
    if (!Successful) {
      response.body = bytes;
      return await super.deserializeResponse(operation, context, response);
    }
    const $metadata = this.deserializeMetadata(response);
    const output: PublishBatchCommandOutput = { Successful, Failed: [], $metadata };
    return output as PublishBatchCommandOutput & Output;
  }
}

const decoder = new TextDecoder();

/** The entries as members of a form, each with `&` before it. */
export function entriesForm(entries: readonly BatchEntry[]): string {
  let form = "";
  let number = 0;
  for (const { Id, Message, MessageAttributes } of entries) {
    const member = `&PublishBatchRequestEntries.member.${++number}.`;
    form += `${member}Id=${encodeURIComponent(Id)}${member}Message=${encodeURIComponent(Message)}`;
    let attribute = 0;
    for (const [name, { DataType, StringValue }] of Object.entries(MessageAttributes)) {
      const entry = `${member}MessageAttributes.entry.${++attribute}.`;
      form += `${entry}Name=${encodeURIComponent(name)}` +
        `${entry}Value.DataType=${encodeURIComponent(DataType)}` +
        `${entry}Value.StringValue=${encodeURIComponent(StringValue)}`;
    }
  }
  return form;
}

const SUCCESS =
  /^\s*(?:<Id>([\w-]+)<\/Id>\s*<MessageId>([\w-]+)<\/MessageId>|<MessageId>([\w-]+)<\/MessageId>\s*<Id>([\w-]+)<\/Id>)\s*<\/member>/;

/**
 * The entries of an answer in which all succeeded.
 *
 * @returns undefined for any other answer.
 * @example
 * ```ts
 * import { readSuccesses } from "./publish_batch_protocol.ts";
 * import assert from "node:assert/strict";
 *
 * const member = "<member><Id>0</Id><MessageId>m-1</MessageId></member>";
 * assert.deepEqual(readSuccesses(`<Successful>${member}</Successful><Failed/>`), [
 *   { Id: "0", MessageId: "m-1" },
 * ]);
 * assert.equal(readSuccesses("<Failed><member><Id>0</Id></member></Failed>"), undefined);
 * ```
 */
export function readSuccesses(xml: string): { Id: string; MessageId: string }[] | undefined {
  const members = xml.split("<member>");
  const successes: { Id: string; MessageId: string }[] = [];
  for (let index = 1; index < members.length; index++) {
    const found = SUCCESS.exec(members[index] ?? "");
    const [Id, MessageId] = found?.[1] ? [found[1], found[2]] : [found?.[4], found?.[3]];
    if (Id === undefined || MessageId === undefined) return undefined;
    successes.push({ Id, MessageId });
  }
  return successes.length > 0 ? successes : undefined;
}
