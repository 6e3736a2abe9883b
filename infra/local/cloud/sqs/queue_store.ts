/**
 * The queues of the cloud, in the place of fauxqs's own store.
 *
 * @module
 */
import type { StoreForFauxqs } from "./fauxqs_types.ts";
import { createStandardQueue, type StandardQueue } from "./standard_queue.ts";

/** The account that everything in the embedded cloud belongs to. */
export const ACCOUNT_ID = "000000000000";

/** See {@linkcode createQueueStore}. */
export interface QueueStore extends StoreForFauxqs {
  getQueue(url: string): StandardQueue | undefined;
  getQueueByArn(arn: string): StandardQueue | undefined;
  allQueues(): Iterable<StandardQueue>;
}

/** No queues. `now`: epoch milliseconds. */
export function createQueueStore(region: string, now: () => number): QueueStore {
  const byArn = new Map<string, StandardQueue>();
  // By name alone: clients reach the cloud as 127.0.0.1 or localhost, and an account has one region here.
  const byName = new Map<string, StandardQueue>();
  const nameOf = (url: string) => url.slice(url.lastIndexOf("/") + 1);

  return {
    host: "",
    region,
    createQueue(name, url, arn, attributes = {}, tags = {}) {
      const queue = createStandardQueue({
        name,
        url,
        arn,
        attributes,
        tags,
        now,
        findByArn: (wanted) => byArn.get(wanted),
      });
      byArn.set(arn, queue);
      byName.set(name, queue);
      return queue;
    },
    deleteQueue(url) {
      const queue = byName.get(nameOf(url));
      if (queue === undefined) return false;
      queue.cancelWaiters();
      queue.purge();
      byName.delete(queue.name);
      return byArn.delete(queue.arn);
    },
    buildQueueUrl: (name, _port, requestHost) => `http://${requestHost}/${ACCOUNT_ID}/${name}`,
    getQueue: (url) => byName.get(nameOf(url)),
    getQueueByArn: (arn) => byArn.get(arn),
    listQueues(prefix = "", maxResults = Infinity, nextToken = "") {
      const after = [...byName.values()]
        .filter(({ name }) => name.startsWith(prefix) && name > nextToken)
        .sort((a, b) => a.name < b.name ? -1 : 1);
      const queues = after.slice(0, maxResults);
      const last = queues.at(-1);
      return last !== undefined && queues.length < after.length
        ? { queues, nextToken: last.name }
        : { queues };
    },
    allQueues: () => byName.values(),
    shutdown() {
      for (const queue of byName.values()) queue.cancelWaiters();
    },
  };
}
