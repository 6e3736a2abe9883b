/**
 * The topics of the cloud and their subscriptions, in the place of fauxqs's own store, which it does not
 * show: ours is also read by {@linkcode publishBatch}.
 *
 * @module
 */
import { AwsError } from "../http/aws_error.ts";
import type { FauxqsStores } from "./fauxqs_types.ts";
import { ACCOUNT_ID } from "./queue_store.ts";

type Store = FauxqsStores["snsStore"];

/** What fauxqs's SNS operations ask of the store of topics. */
export type TopicStore = Pick<
  Store,
  | "createTopic"
  | "deleteTopic"
  | "getTopic"
  | "listTopics"
  | "subscribe"
  | "unsubscribe"
  | "getSubscription"
  | "listSubscriptions"
  | "listSubscriptionsByTopic"
>;

/** A topic as fauxqs knows it. */
export type Topic = NonNullable<ReturnType<Store["getTopic"]>>;
/** A subscription as fauxqs knows it. */
export type Subscription = NonNullable<ReturnType<Store["getSubscription"]>>;

/** Items of one list answer. Source: SNS ListTopics, ListSubscriptions. */
const PAGE_MAX = 100;

/** No topics. */
export function createTopicStore(): TopicStore {
  const topics = new Map<string, Topic>();
  const subscriptions = new Map<string, Subscription>();
  const subscriptionsOf = (topic: Topic | undefined) =>
    (topic?.subscriptionArns ?? []).flatMap((arn) => subscriptions.get(arn) ?? []);

  function pageOfSubscriptions(all: readonly Subscription[], nextToken: string | undefined) {
    const { items, ...token } = page(all, nextToken);
    return { subscriptions: items, ...token };
  }

  return {
    createTopic(name, attributes = {}, tags = {}, region) {
      const arn = `arn:aws:sns:${region}:${ACCOUNT_ID}:${name}`;
      const existing = topics.get(arn);
      if (existing === undefined) {
        const own = new Map(Object.entries(tags));
        const topic = { arn, name, attributes, tags: own, subscriptionArns: [] };
        topics.set(arn, topic);
        return topic;
      }
      checkSame("Attributes", existing.attributes, attributes);
      checkSame("Tags", Object.fromEntries(existing.tags), tags);
      Object.assign(existing.attributes, attributes);
      for (const [key, value] of Object.entries(tags)) existing.tags.set(key, value);
      return existing;
    },
    deleteTopic(arn) {
      for (const { arn: gone } of subscriptionsOf(topics.get(arn))) subscriptions.delete(gone);
      return topics.delete(arn);
    },
    getTopic: (arn) => topics.get(arn),
    listTopics(nextToken) {
      const { items, ...token } = page([...topics.values()], nextToken);
      return { topics: items, ...token };
    },
    subscribe(topicArn, protocol, endpoint, attributes = {}) {
      const topic = topics.get(topicArn);
      if (topic === undefined) return undefined;
      const existing = subscriptionsOf(topic).find((each) =>
        each.protocol === protocol && each.endpoint === endpoint
      );
      if (existing !== undefined) {
        const all = { ...existing.attributes, ...attributes };
        const same = Object.keys(all).every((key) => existing.attributes[key] === attributes[key]);
        if (same) return existing;
        throw different("Attributes Reason: Subscription");
      }
      const arn = `${topicArn}:${crypto.randomUUID()}`;
      const confirmed = protocol === "sqs";
      const subscription = { arn, topicArn, protocol, endpoint, confirmed, attributes };
      subscriptions.set(arn, subscription);
      topic.subscriptionArns.push(arn);
      return subscription;
    },
    unsubscribe(arn) {
      const topic = topics.get(subscriptions.get(arn)?.topicArn ?? "");
      if (topic) topic.subscriptionArns = topic.subscriptionArns.filter((each) => each !== arn);
      return subscriptions.delete(arn);
    },
    getSubscription: (arn) => subscriptions.get(arn),
    listSubscriptions: (nextToken) => pageOfSubscriptions([...subscriptions.values()], nextToken),
    listSubscriptionsByTopic: (topicArn, nextToken) =>
      pageOfSubscriptions(subscriptionsOf(topics.get(topicArn)), nextToken),
  };
}

/** What follows `nextToken`, the ARN of the last item before, in the order of ARNs. */
function page<T extends { arn: string }>(all: readonly T[], nextToken = "") {
  const after = all.filter(({ arn }) => arn > nextToken).sort((a, b) => a.arn < b.arn ? -1 : 1);
  const items = after.slice(0, PAGE_MAX);
  const last = items.at(-1);
  return last && items.length < after.length ? { items, nextToken: last.arn } : { items };
}

function checkSame(
  what: string,
  had: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): void {
  for (const [key, value] of Object.entries(wanted)) {
    if (key in had && had[key] !== value) throw different(`${what} Reason: Topic`);
  }
}

/** As AWS words it. */
function different(what: string): AwsError {
  const message = `Invalid parameter: ${what} already exists with different`;
  return new AwsError("InvalidParameter", `${message} ${what.split(" ")[0]!.toLowerCase()}`);
}
