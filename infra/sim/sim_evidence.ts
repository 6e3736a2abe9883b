/**
 * Evidence of a simulated trial: events go straight into the ledger's facts, for of a million orders
 * there is no room for their text.
 *
 * @module
 */
import { createLedgerFacts } from "../../experiments/collect/ledger_facts.ts";
import { WARM_UP_PREFIX } from "../../experiments/collect/trial_log.ts";
import type { MetricsSource } from "../../experiments/collect/metric_query.ts";
import type { Evidence } from "../../experiments/run/evidence.ts";
import type { Log } from "../../services/orders/log.ts";
import { type OrderQueue, QUEUE_BATCH_MAX, type Recorder } from "../../services/orders/ports.ts";

/** What a trial's services write to. */
export interface SimRecord {
  recorder: Recorder;
  log: Log;
  /** What has been written, shown with these metrics and queues. */
  evidence(metrics: MetricsSource, queues: readonly NamedQueue[]): Evidence;
}

type NamedQueue = OrderQueue & { readonly name: string };

/** Longer than anybody looks. */
const LOOK_LEASE_S = 3600;

/**
 * Nothing written yet.
 *
 * @param startEpochMs epoch milliseconds on the trial's clock that its rows count from.
 */
export function createSimRecord(startEpochMs: number): SimRecord {
  const facts = createLedgerFacts(startEpochMs);
  let warmUpEvents = 0;
  let poisonMessages = 0;
  return {
    recorder: {
      record(event) {
        if (event.order_id.startsWith(WARM_UP_PREFIX)) warmUpEvents++;
        else facts.add(event);
      },
    },
    log(line) {
      if (line.event === "poison") poisonMessages++;
    },
    evidence: (metrics, queues) => ({
      readRecord: () =>
        Promise.resolve({ facts, workers: [], warmUpEvents, poisonMessages, unreadableEvents: 0 }),
      metrics,
      async leftOver(queueUrl) {
        const queue = queues.find(({ name }) => name === queueUrl);
        return queue === undefined ? new Set() : await ordersIn(queue);
      },
    }),
  };
}

/** Ids of the orders in a queue, which are left there under a lease. */
export async function ordersIn(queue: OrderQueue): Promise<Set<string>> {
  const ids = new Set<string>();
  while (true) {
    const messages = await queue.receive({
      max: QUEUE_BATCH_MAX,
      waitS: 0,
      leaseS: LOOK_LEASE_S,
    });
    if (messages.length === 0) return ids;
    for (const { body } of messages) {
      const id = orderIdOf(body);
      if (id !== undefined) ids.add(id);
    }
  }
}

function orderIdOf(body: string): string | undefined {
  try {
    const id: unknown = JSON.parse(body)?.order_id;
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}
