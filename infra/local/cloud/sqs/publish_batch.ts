/**
 * PublishBatch as the data path calls it: every entry sound, every subscription raw and without a filter.
 * Everything else is fauxqs's, which looks through all members of the form for each entry and makes two
 * digests of the same attributes a message.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { QueueForFauxqs, SqsMessage } from "./fauxqs_types.ts";
import type { TopicStore } from "./topic_store.ts";

type Form = Readonly<Record<string, string>>;
type Attributes = SqsMessage["messageAttributes"];

interface QueuesByArn {
  getQueueByArn(arn: string): Pick<QueueForFauxqs, "enqueue"> | undefined;
}

interface Entry {
  id: string;
  message: string;
  attributes: Attributes;
}

const ENTRIES_MAX = 10;
const ENTRY_ID = /^[\w-]{1,80}$/;
/** Action, Version, TopicArn. */
const MEMBERS_BESIDE_ENTRIES = 3;

/**
 * Delivers a batch.
 *
 * @param form the request, whose messages are within the limit of a batch.
 * @returns the answer's XML; undefined, and nothing delivered, where fauxqs is to run it.
 */
export function publishBatch(
  form: Form,
  topics: TopicStore,
  queues: QueuesByArn,
): string | undefined {
  const topic = topics.getTopic(form["TopicArn"] ?? "");
  const entries = topic && readEntries(form);
  if (entries === undefined) return undefined;
  const subscriptions = topic!.subscriptionArns.map(topics.getSubscription);
  const plain = subscriptions.every((each) =>
    each?.protocol === "sqs" && each.attributes["RawMessageDelivery"] === "true" &&
    !each.attributes["FilterPolicy"]
  );
  if (!plain) return undefined;
  const deliverTo = subscriptions.flatMap((each) => queues.getQueueByArn(each!.endpoint) ?? []);
  const members = entries.map(({ id, message, attributes }) => {
    for (const queue of deliverTo) queue.enqueue(messageOf(message, attributes));
    return `<member><Id>${id}</Id><MessageId>${crypto.randomUUID()}</MessageId></member>`;
  });
  return '<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">' +
    `<PublishBatchResult><Successful>${members.join("")}</Successful><Failed></Failed>` +
    `</PublishBatchResult><ResponseMetadata><RequestId>${crypto.randomUUID()}</RequestId>` +
    "</ResponseMetadata></PublishBatchResponse>";
}

/** The entries, if there is nothing in the form but sound ones. */
function readEntries(form: Form): Entry[] | undefined {
  const entries: Entry[] = [];
  const ids = new Set<string>();
  let members = MEMBERS_BESIDE_ENTRIES;
  for (let number = 1;; number++) {
    const entry = `PublishBatchRequestEntries.member.${number}.`;
    const id = form[`${entry}Id`];
    if (id === undefined) break;
    const message = form[`${entry}Message`];
    if (!ENTRY_ID.test(id) || !message) return undefined;
    const attributes = readAttributes(form, `${entry}MessageAttributes.entry.`);
    members += 2 + 3 * Object.keys(attributes).length;
    ids.add(id);
    entries.push({ id, message, attributes });
  }
  const sound = entries.length >= 1 && entries.length <= ENTRIES_MAX &&
    ids.size === entries.length && members === Object.keys(form).length;
  return sound ? entries : undefined;
}

/** Text attributes; what is none is not read, and the form then has more members than were read. */
function readAttributes(form: Form, prefix: string): Attributes {
  const attributes: Attributes = {};
  for (let number = 1;; number++) {
    const name = form[`${prefix}${number}.Name`];
    const DataType = form[`${prefix}${number}.Value.DataType`];
    const StringValue = form[`${prefix}${number}.Value.StringValue`];
    if (!name || !DataType || StringValue === undefined || DataType.startsWith("Binary")) {
      return attributes;
    }
    attributes[name] = { DataType, StringValue };
  }
}

function messageOf(body: string, messageAttributes: Attributes): SqsMessage {
  return {
    messageId: crypto.randomUUID(),
    body,
    md5OfBody: createHash("md5").update(body).digest("hex"),
    messageAttributes,
    md5OfMessageAttributes: digestOf(messageAttributes),
    sentTimestamp: Date.now(),
    approximateReceiveCount: 0,
  };
}

/** The attributes of the last message: those of a trial's are all the same. */
let last = { key: "{}", digest: "" };

/** Source: SQS developer guide, "Calculating the MD5 message digest for message attributes". */
function digestOf(attributes: Attributes): string {
  const key = JSON.stringify(attributes);
  if (key === last.key) return last.digest;
  const hash = createHash("md5");
  const addText = (text: string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    hash.update(length).update(text);
  };
  for (const name of Object.keys(attributes).sort()) {
    const { DataType, StringValue = "" } = attributes[name]!;
    addText(name);
    addText(DataType);
    hash.update(Buffer.of(1));
    addText(StringValue);
  }
  last = { key, digest: hash.digest("hex") };
  return last.digest;
}
