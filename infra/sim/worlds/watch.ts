/**
 * What must hold at every step of a world, and who notices when it does not.
 *
 * @module
 */
import type { LedgerEvent } from "../../../services/orders/ledger_event.ts";
import type { OrderQueue, Recorder } from "../../../services/orders/ports.ts";
import { unaccounted } from "../message_counts.ts";
import type { SimTrial } from "../sim_trial.ts";
import type { World } from "./world.ts";

/** Watches a world. */
export interface Watch {
  /** Everything that was violated, in words; at most one of a kind. */
  readonly violations: readonly string[];
  violate(kind: string, detail: string): void;
  /** Looks at every event before it passes it on. */
  recorder(inner: Recorder): Recorder;
  /** Looks at every delete. */
  aroundQueue(queue: OrderQueue): OrderQueue;
  /** Completions seen of each order. */
  readonly completions: ReadonlyMap<string, number>;
  /** From now on the trial's own counts are looked at as well. */
  follow(trial: SimTrial): void;
  /** Looks at the trial's counts. */
  look(): void;
}

/** Nothing seen yet. */
export function createWatch(world: World): Watch {
  const violations = new Map<string, string>();
  const completions = new Map<string, number>();
  const payingBy = new Map<string, number>();
  const orderOf = new Map<string, string>();
  let trial: SimTrial | undefined;

  const violate = (kind: string, detail: string) => {
    if (!violations.has(kind)) violations.set(kind, `${kind}: ${detail}`);
  };

  function look(): void {
    if (trial === undefined) return;
    const { queue, deadLetterQueue, topic } = trial;
    for (const each of [queue, deadLetterQueue]) {
      const missing = unaccounted(each.counts());
      if (missing !== 0) violate("conservation of messages", `${each.name} misses ${missing}`);
    }
    const { notVisible } = queue.counts();
    if (notVisible > world.leasesMax) {
      violate("leases <= limit", `${notVisible} of ${world.leasesMax}`);
    }
    const { published, delivered, delivering, undelivered } = topic.counts();
    if (world.path === "queue" && published !== delivered + delivering + undelivered) {
      violate("conservation at the topic", `${published} published, ${delivered} delivered`);
    }
  }

  function see({ event, order_id, host }: LedgerEvent): void {
    if (event === "started") {
      const paying = (payingBy.get(host) ?? 0) + 1;
      payingBy.set(host, paying);
      if (paying > world.paymentSlots) {
        violate("payments <= slots", `${paying} at once in ${host}, ${order_id} the last`);
      }
    } else if (event === "completed") {
      payingBy.set(host, (payingBy.get(host) ?? 0) - 1);
      completions.set(order_id, (completions.get(order_id) ?? 0) + 1);
    }
    look();
  }

  return {
    get violations() {
      return [...violations.values()];
    },
    violate,
    completions,
    recorder: (inner) => ({
      record(event) {
        inner.record(event);
        see(event);
      },
    }),
    aroundQueue: (queue) => ({
      ...queue,
      async receive(request, signal) {
        const messages = await queue.receive(request, signal);
        for (const { receipt, body } of messages) orderOf.set(receipt, JSON.parse(body).order_id);
        return messages;
      },
      delete(receipts) {
        for (const receipt of receipts) {
          const orderId = orderOf.get(receipt) ?? "nothing";
          if (!completions.has(orderId)) violate("paid before deleted", `${orderId} is not paid`);
        }
        return queue.delete(receipts);
      },
    }),
    follow(followed) {
      trial = followed;
    },
    look,
  };
}
