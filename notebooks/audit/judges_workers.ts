/**
 * Judges of what the write-up says of the queue and its workers.
 *
 * @module
 */
import { agrees, compared, type Judge, say, TOLERANCE, unknowable } from "./judgement.ts";

/** The simulated trial that is what a published concurrency really was: behind five slots. */
const REAL: Readonly<Record<number, string>> = {
  1: "concurrency-1",
  5: "concurrency-5",
  20: "concurrency-20-slots-5",
  100: "concurrency-100-slots-5",
};

const queueGrowth: Judge = (claim, { value, published }) => {
  const ours = published("async_rate") - value("arithmetic.ceiling_orders_per_s");
  return compared("arithmetic", claim, ours, {
    holds: `It is arrivals less the ceiling of five slots; simulated: ` +
      `${say(value("sim.growth_orders_per_s"), "orders/s")}.`,
    contradicted: `Arrivals less the ceiling of five slots are ${say(ours, "orders/s")}.`,
  });
};

/** What one-minute samples of the sale's queue can show at most: from a minute's drain below the peak, to the peak. */
function peak(loops: number): Judge {
  return (claim, { value }) => {
    const most = value(`sim.peak_orders.${REAL[loops]}`);
    const least = most - 60 * value(`sim.rate_orders_per_s.${REAL[loops]}`);
    const facts = `one-minute samples of the simulated sale show ${say(least)} to ${
      say(most)
    } messages`;
    const possible = claim.value >= least * (1 - TOLERANCE) &&
      claim.value <= most * (1 + TOLERANCE);
    return {
      verdict: possible ? "holds" : "contradicted",
      by: "simulation",
      ours: most,
      reason: possible
        ? `It can be read: ${facts}.`
        : `It does not fit the published load: ${facts}.`,
    };
  };
}

/** No rate can lie above min(loops, slots) / payment. */
function rate(loops: number): Judge {
  return (claim, { value }) => {
    const ceiling = Math.min(loops, 5) / 3;
    const ours = value(`sim.rate_orders_per_s.${REAL[loops]}`);
    const facts = `${Math.min(loops, 5)} payments of 3 s at once complete at most ` +
      `${say(ceiling, "orders/s")}`;
    if (agrees(claim.value, ceiling)) {
      return { verdict: "holds", by: "arithmetic", ours, reason: `It is the ceiling: ${facts}.` };
    }
    if (claim.value > ceiling) {
      return {
        verdict: "contradicted",
        by: "arithmetic",
        ours,
        reason: `It lies above the ceiling: ${facts}.`,
      };
    }
    return {
      verdict: "contradicted",
      by: "simulation",
      ours,
      reason: `With a full queue a worker runs at its ceiling (${facts}; simulated ` +
        `${say(ours, "orders/s")}), and no reason is given for less.`,
    };
  };
}

/** A drain must be peak / rate, and no faster than the slots allow. */
function drain(loops: number): Judge {
  return (claim, { value, published }) => {
    const own = published(`peak_queue_${loops}`) / published(`rate_${loops}`) / 60;
    const ours = value(`sim.drain_min.${REAL[loops]}`);
    const facts = `its own peak at its own rate is ${say(own, "min")}; simulated with ` +
      `${Math.min(loops, 5)} payments at once the drain is ${say(ours, "min")}`;
    // A tenth: the published peaks and rates are rounded, and CloudWatch's peak is below the true one.
    const fits = (minutes: number) => Math.abs(claim.value - minutes) <= 0.1 * minutes;
    if (!fits(own)) {
      return {
        verdict: "contradicted",
        by: "arithmetic",
        ours,
        reason: `It contradicts itself: ${facts}.`,
      };
    }
    return {
      verdict: fits(ours) ? "holds" : "contradicted",
      by: "simulation",
      ours,
      reason: fits(ours) ? `It fits: ${facts}.` : `It fits only its own impossible rate: ${facts}.`,
    };
  };
}

const minWorkers: Judge = (claim, { value }) => {
  const needed = Math.ceil(60 * 3 / 5);
  const simulated = value("sim.processes_that_hold");
  return compared("arithmetic", claim, needed, {
    holds: `${needed} processes of five slots hold 60 orders/s.`,
    contradicted:
      `60 orders/s of 3 s keep 180 payments at work: ${needed} processes of five slots ` +
      `(simulated: ${
        say(simulated, "hold them")
      }); with 100 slots each, two would do. It is derived ` +
      `from a rate above the ceiling.`,
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

/** Judges of what the write-up says of functions. */
export const functionJudges: Readonly<Record<string, Judge>> = {
  lambda_orders: () =>
    unknowable(
      `Ten invocations that succeeded say little of a success rate: with none failed of ten, ` +
        `up to a quarter may fail (the rule of three: 3 / 10).`,
    ),
  lambda_cold_share: () =>
    unknowable(
      `Five of ten: the share depends on how the ten came in, which is not stated; ten orders ` +
        `at once start ten environments.`,
    ),
  lambda_init: (claim, { value }) => {
    const [low, high] = [value("reference.init_low_ms"), value("reference.init_high_ms")];
    const inside = claim.value >= low && claim.value <= high;
    return {
      verdict: inside ? "holds" : "contradicted",
      by: "reference",
      ours: value("reference.init_ms"),
      reason: `Others measured ${say(low)} to ${say(high, "ms")} (p10 to p99) for a Go zip on a ` +
        `provided runtime.`,
    };
  },
  lambda_duration: (claim) =>
    compared("arithmetic", claim, 3000, {
      holds: `It is the payment of 3 s, and little around it.`,
      contradicted: `The payment alone takes 3,000 ms.`,
    }),
  lambda_overhead: (claim, { published }) => {
    const ours = 100 * published("lambda_init") / published("lambda_duration");
    return compared("arithmetic", claim, ours, {
      holds:
        `Its own init over its own duration is ${
          say(ours, "%")
        }, of a cold start; spread over all ` +
        `ten orders it is half of that.`,
      contradicted: `Its own init over its own duration is ${say(ours, "%")}.`,
    });
  },
};
