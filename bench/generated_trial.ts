/**
 * Orders of a flash sale as they would be without any fault, computed and not measured: a queue in order
 * of arrival before a worker's slots. Pure.
 *
 * @module
 */
import type { TrialPlan } from "../experiments/catalog/definition.ts";
import type { Ledger, OrderRow } from "../experiments/collect/ledger.ts";
import { type Rows, rowsMadeBy } from "../experiments/collect/rows.ts";
import { idPrefixOf, orderIdOf, type RequestRow } from "../experiments/load/mod.ts";
import type { Window } from "../experiments/run/backlog.ts";
import { serverCount } from "../experiments/run/prediction.ts";
import { receivePlan } from "../services/worker/receive_plan.ts";
import type { Random } from "../services/orders/ports.ts";

/** A trial's rows; each is made when it is read. */
export interface GeneratedTrial {
  requests: Rows<RequestRow>;
  ledger: Ledger;
  /** Times of the orders, in their order, milliseconds since the run's start. */
  times: Times;
  /** From the first order to one gap after the last. */
  load: Window;
}

const TIME_COLUMNS = [
  "scheduled",
  "sent",
  "responded",
  "accepted",
  "received",
  "started",
  "completed",
] as const;

type Times = Readonly<Record<typeof TIME_COLUMNS[number], Float64Array>>;

/** Longest delay of a send, of its acceptance and of its answer, milliseconds. */
const DELAY_MS_MAX = 5;
/** A payment takes up to this share longer than planned. */
const PAYMENT_SPREAD = 0.01;
/**
 * Share of the orders held past their lease that are paid again. Source: `data/example/`, where 121 of 300
 * were under the original's prefetch.
 */
const PAID_AGAIN = 0.4;

/**
 * The rows of one repetition.
 *
 * @param plan of a queue, with a constant load.
 * @param orders how many, >= 1.
 * @param startMs when the load begins.
 */
export function generateTrial(
  plan: TrialPlan,
  { orders, startMs, repetition, random }: {
    orders: number;
    startMs: number;
    repetition: number;
    random: Random;
  },
): GeneratedTrial {
  const { load } = plan;
  if (load.model !== "open" || load.arrivals.kind !== "constant") {
    throw new TypeError(`Cannot generate ${plan.trial}: its load must be constant`);
  }
  const times = Object.fromEntries(
    TIME_COLUMNS.map((name) => [name, new Float64Array(orders)]),
  ) as Times;
  const completions = new Uint8Array(orders);
  const gapMs = 1000 / load.arrivals.ratePerS;
  const freeAtMs = new Float64Array(serverCount(plan));
  const { capacity } = receivePlan(plan, 0);
  const within = (ms: number) => random.next() * ms;
  for (let index = 0; index < orders; index++) {
    const scheduled = startMs + index * gapMs;
    const sent = scheduled + within(DELAY_MS_MAX);
    const accepted = sent + within(DELAY_MS_MAX);
    // A worker takes a message when it has room: when one of those that it holds is paid.
    const room = index < capacity ? accepted : times.completed[index - capacity]!;
    const received = Math.max(accepted, room);
    const slot = index % freeAtMs.length;
    const started = Math.max(received, freeAtMs[slot]!);
    const completed = started + plan.paymentMs + within(plan.paymentMs * PAYMENT_SPREAD);
    const isLate = completed - received > plan.visibilityTimeoutS * 1000;
    completions[index] = isLate && random.next() < PAID_AGAIN ? 2 : 1;
    freeAtMs[slot] = completed + (completions[index]! - 1) * plan.paymentMs;
    const responded = accepted + within(DELAY_MS_MAX);
    const all = { scheduled, sent, responded, accepted, received, started, completed };
    for (const name of TIME_COLUMNS) times[name][index] = thousandths(all[name]);
  }
  const window = { fromMs: startMs, toMs: startMs + orders * gapMs };
  return { times, load: window, ...rowsOf(plan, repetition, times, completions) };
}

function rowsOf(
  { trial, path, paymentMs }: TrialPlan,
  repetition: number,
  times: Times,
  completions: Uint8Array,
): Pick<GeneratedTrial, "requests" | "ledger"> {
  const prefix = idPrefixOf(trial, repetition);
  const sent = (index: number) => ({
    trial,
    repetition,
    order_id: orderIdOf(prefix, index + 1),
    path,
    scheduled_at_ms: times.scheduled[index]!,
    sent_at_ms: times.sent[index]!,
    responded_at_ms: times.responded[index]!,
  });
  const rowsBy = <T>(make: (index: number) => T) => rowsMadeBy(() => completions.length, make);
  return {
    requests: rowsBy((index): RequestRow => ({
      ...sent(index),
      sender: "arrivals",
      status: 202,
      outcome: "confirmed",
      error: undefined,
    })),
    ledger: {
      rows: rowsBy((index): OrderRow => ({
        ...sent(index),
        accepted_at_ms: times.accepted[index]!,
        received_at_ms: times.received[index]!,
        started_at_ms: times.started[index]!,
        completed_at_ms: times.completed[index]!,
        attempts: completions[index]!,
        completions: completions[index]!,
        cold_start: undefined,
        final_state: "completed",
      })),
      payments: payments(times, completions, paymentMs),
      unknownIds: [],
    },
  };
}

function* payments({ started, completed }: Times, completions: Uint8Array, paymentMs: number) {
  for (let index = 0; index < completions.length; index++) {
    const completedAtMs = completed[index]!;
    yield { startedAtMs: started[index]!, completedAtMs };
    if (completions[index]! > 1) {
      yield { startedAtMs: completedAtMs, completedAtMs: completedAtMs + paymentMs };
    }
  }
}

/** As the files keep times. */
function thousandths(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
