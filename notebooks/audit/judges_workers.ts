/**
 * Judges of what the write-up says of the queue and its workers.
 *
 * @module
 */
import type { Claim } from "../claims/claim.ts";
import { type Sentence, sentence } from "../claims/sentence.ts";
import {
  agrees,
  compared,
  type Evidence,
  formula,
  type Judge,
  numberOf,
  TOLERANCE,
} from "./judgement.ts";

/** The simulated trial that is what a published concurrency really was: behind five slots. */
export const REAL_TRIAL: Readonly<Record<number, string>> = {
  1: "concurrency-1",
  5: "concurrency-5",
  20: "concurrency-20-slots-5",
  100: "concurrency-100-slots-5",
};

const queueGrowth: Judge = (claim, { of, published, computed }) => {
  const [arrivals, ceiling] = [published("async_rate"), of("sale.ceiling_orders_per_s")];
  const ours = computed(
    "queue_growth",
    "orders/s",
    formula`${arrivals} − ${ceiling}`,
    numberOf(arrivals) - numberOf(ceiling),
  );
  const facts = sentence`arrivals less the ceiling of ${of("sale.slots")}`;
  return compared("arithmetic", claim, ours, {
    holds: sentence`It is ${facts}; simulated: ${of("sim.growth_orders_per_s")}.`,
    contradicted: sentence`The difference of ${facts} is ${ours}.`,
  });
};

/** What one-minute samples of the sale's queue can show at most: from a minute's drain below the peak, to the peak. */
function peak(loops: number): Judge {
  return (claim, { of, computed }) => {
    const most = of(`sim.peak_orders.${REAL_TRIAL[loops]}`);
    const rate = of(`sim.rate_orders_per_s.${REAL_TRIAL[loops]}`);
    const least = computed(
      `peak_queue_${loops}.least`,
      "orders",
      formula`${most} − 60 × ${rate}`,
      numberOf(most) - 60 * numberOf(rate),
    );
    const facts = sentence`one-minute samples of the simulated sale show ${least} to ${most}`;
    const possible = claim.value >= numberOf(least) * (1 - TOLERANCE) &&
      claim.value <= numberOf(most) * (1 + TOLERANCE);
    return {
      verdict: possible ? "holds" : "contradicted",
      by: "simulation",
      ours: most,
      reason: possible
        ? sentence`It can be read: ${facts}.`
        : sentence`It does not fit the published load: ${facts}.`,
    };
  };
}

/** `5 payments of 3.00 s at once`. */
function atOnce(loops: number, { of }: Evidence): Sentence {
  return sentence`${of(`sim.at_once.${REAL_TRIAL[loops]}`)} of ${of("sale.payment_s")} at once`;
}

/** No rate can lie above min(loops, slots) / payment. */
function rate(loops: number): Judge {
  return (claim, evidence) => {
    const ceiling = evidence.of(`sim.ceiling_orders_per_s.${REAL_TRIAL[loops]}`);
    const ours = evidence.of(`sim.rate_orders_per_s.${REAL_TRIAL[loops]}`);
    const facts = sentence`${atOnce(loops, evidence)} complete at most ${ceiling}`;
    if (agrees(claim.value, numberOf(ceiling))) {
      return {
        verdict: "holds",
        by: "arithmetic",
        ours,
        reason: sentence`It is the ceiling: ${facts}.`,
      };
    }
    if (claim.value > numberOf(ceiling)) {
      return {
        verdict: "contradicted",
        by: "arithmetic",
        ours,
        reason: sentence`It lies above the ceiling: ${facts}.`,
      };
    }
    return {
      verdict: "contradicted",
      by: "simulation",
      ours,
      reason:
        sentence`With a full queue a worker runs at its ceiling (${facts}; simulated ${ours}), \
and no reason is given for less.`,
    };
  };
}

/** A drain must be peak / rate, and no faster than the slots allow. */
function drain(loops: number): Judge {
  return (claim, evidence) => {
    const { of, published, computed } = evidence;
    const [highest, speed] = [published(`peak_queue_${loops}`), published(`rate_${loops}`)];
    const own = computed(
      `drain_${loops}.own`,
      "min",
      formula`${highest} / ${speed} / 60`,
      numberOf(highest) / numberOf(speed) / 60,
    );
    const ours = of(`sim.drain_min.${REAL_TRIAL[loops]}`);
    const facts = sentence`its own peak at its own rate is ${own}; simulated with ${
      atOnce(loops, evidence)
    } the drain is ${ours}`;
    // A tenth: the published peaks and rates are rounded, and CloudWatch's peak is below the true one.
    const fits = (minutes: Claim) =>
      Math.abs(claim.value - numberOf(minutes)) <= 0.1 * numberOf(minutes);
    if (!fits(own)) {
      return {
        verdict: "contradicted",
        by: "arithmetic",
        ours,
        reason: sentence`It contradicts itself: ${facts}.`,
      };
    }
    return {
      verdict: fits(ours) ? "holds" : "contradicted",
      by: "simulation",
      ours,
      reason: fits(ours)
        ? sentence`It fits: ${facts}.`
        : sentence`It fits only its own impossible rate: ${facts}.`,
    };
  };
}

const minWorkers: Judge = (claim, { of, remarked, computed }) => {
  const [payment, slots] = [of("sale.payment_s"), of("sale.slots")];
  const arrivals = remarked("min_workers_60", "configuration", 1, "orders/s");
  const many = remarked("min_workers_60", "quantity", 1, "slots");
  const atWork = computed(
    "min_workers_60.at_work",
    "payments",
    formula`${arrivals} × ${payment}`,
    numberOf(arrivals) * numberOf(payment),
  );
  const processes = (name: string, each: Claim) =>
    computed(
      name,
      "processes",
      formula`⌈${atWork} / ${each}⌉`,
      Math.ceil(numberOf(atWork) / numberOf(each)),
    );
  const needed = processes("min_workers_60", slots);
  return compared("arithmetic", claim, needed, {
    holds: sentence`${needed} of ${slots} hold ${arrivals}.`,
    contradicted: sentence`${arrivals} of ${payment} keep ${atWork} at work: ${needed} of ${slots} \
(simulated: ${of("sim.processes_that_hold")} hold them); with ${many} each, ${
      processes("min_workers_60.of_many", many)
    } would do. It is derived from a rate above the ceiling.`,
  });
};

const perConcurrency = [1, 5, 20, 100].flatMap((loops): [string, Judge][] => [
  [`peak_queue_${loops}`, peak(loops)],
  [`rate_${loops}`, rate(loops)],
  [`drain_${loops}`, drain(loops)],
]);

/** See the module; by claim id. */
export const workerJudges: Readonly<Record<string, Judge>> = {
  queue_growth: queueGrowth,
  ...Object.fromEntries(perConcurrency),
  min_workers_60: minWorkers,
};
