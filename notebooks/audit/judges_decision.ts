/**
 * Judges of what the write-up concludes: cost, revenue, work.
 *
 * @module
 */
import type { Claim } from "../claims/claim.ts";
import { sentence } from "../claims/sentence.ts";
import { compared, type Evidence, formula, type Judge, numberOf, unknowable } from "./judgement.ts";

/** Customers of the sale, and what an order is worth, as the write-up states them. */
function saleOf(claimId: string, { remarked }: Evidence): [customers: Claim, value: Claim] {
  return [
    remarked(claimId, "configuration", 1, "customers"),
    remarked(claimId, "configuration", 2, "USD"),
  ];
}

/** What five slots that never rest complete in an hour. */
function ceilingAnHour({ of, computed }: Evidence): Claim {
  const ceiling = of("sale.ceiling_orders_per_s");
  const perHour = 3600 * numberOf(ceiling);
  return computed("ceiling_an_hour", "orders/h", formula`3600 × ${ceiling}`, perHour);
}

const revenueSync: Judge = (claim, evidence) => {
  const [customers, value] = saleOf("revenue_sync", evidence);
  const lost = evidence.published("sync_lost_share");
  const ours = evidence.computed(
    "revenue_sync",
    "USD",
    formula`${customers} × ${value} × (1 − ${lost} / 100)`,
    numberOf(customers) * numberOf(value) * (1 - numberOf(lost) / 100),
  );
  return compared("arithmetic", claim, ours, {
    holds:
      sentence`It is ${customers} at ${value} less its own lost share of ${lost}, ${ours}; that share itself cannot be known.`,
    contradicted: sentence`Its own lost share leaves ${ours}.`,
  });
};

const revenueAsync: Judge = (claim, evidence) => {
  const [customers, value] = saleOf("revenue_async", evidence);
  const accepted = evidence.published("async_acceptance");
  const ours = evidence.computed(
    "revenue_async",
    "USD",
    formula`${customers} × ${value} × ${accepted} / 100`,
    numberOf(customers) * numberOf(value) * numberOf(accepted) / 100,
  );
  return compared("arithmetic", claim, ours, {
    holds: sentence`${customers} at ${value}, all accepted, are that; it assumes that nobody minds \
being paid half an hour later.`,
    contradicted: sentence`All accepted are ${ours}.`,
  });
};

const revenueSaved: Judge = (claim, { published, computed }) => {
  const [queue, sync] = [published("revenue_async"), published("revenue_sync")];
  const ours = computed(
    "revenue_saved",
    "USD",
    formula`${queue} − ${sync}`,
    numberOf(queue) - numberOf(sync),
  );
  return compared("arithmetic", claim, ours, {
    holds: sentence`The subtraction holds; what it subtracts rests on a lost share that cannot be \
known.`,
    contradicted: sentence`Its own figures differ by ${ours}.`,
  });
};

const hourSync: Judge = (claim, evidence) => {
  const [orders, load] = [evidence.published("sync_orders_60s"), evidence.of("sale.load_s")];
  const ours = evidence.computed(
    "orders_hour_sync",
    "orders/h",
    formula`3600 × ${orders} / ${load}`,
    3600 * numberOf(orders) / numberOf(load),
  );
  return compared("arithmetic", claim, ours, {
    holds: sentence`It is its minute, an hour long; in steady state ${
      evidence.of("sale.slots")
    } complete ${ceilingAnHour(evidence)}.`,
    contradicted: sentence`Its minute, an hour long, is ${ours}.`,
  });
};

const hourAsync: Judge = (_, evidence) => {
  const rate = evidence.published("async_rate");
  const accepted = evidence.computed(
    "orders_hour_async.accepted",
    "orders/h",
    formula`3600 × ${rate}`,
    3600 * numberOf(rate),
  );
  const paid = ceilingAnHour(evidence);
  return unknowable(
    sentence`Accepted would be ${accepted}, and one worker of ${evidence.of("sale.slots")} pays \
${paid}; it fits two workers, the least that its autoscaling keeps, but it does not say so.`,
    paid,
  );
};

const opsReduction: Judge = (claim, { remarked, computed }) => {
  const before = remarked("ops_reduction", "note", 1, "h/week");
  const after = remarked("ops_reduction", "note", 2, "min/week");
  const ours = computed(
    "ops_reduction",
    "%",
    formula`100 × (1 − ${after} / (60 × ${before}))`,
    100 * (1 - numberOf(after) / (60 * numberOf(before))),
  );
  return compared("arithmetic", claim, ours, {
    holds: sentence`${after} against ${before} are ${ours} less; who timed them, and how, is not \
stated.`,
    contradicted: sentence`${after} against ${before} are ${ours} less.`,
  });
};

/** See the module; by claim id. */
export const decisionJudges: Readonly<Record<string, Judge>> = {
  ecs_cost: (_, { of, remarked }) =>
    unknowable(
      sentence`Its volume is not stated, and elsewhere it is ${
        remarked("ecs_cost", "note", 1, "USD")
      } at a million orders; our arithmetic gives ${of("cost.queue_usd_per_month")} for ${
        of("cost.orders_per_month")
      }, load balancer and API included.`,
      of("cost.queue_usd_per_month"),
    ),
  lambda_cost: (_, { of, remarked }) =>
    unknowable(
      sentence`Its volume is not stated, and elsewhere it is ${
        remarked("lambda_cost", "note", 1, "USD")
      } at a million orders. For ${of("cost.orders_per_month")} functions of ${
        of("cost.payment")
      } at ${of("cost.function_memory")} alone are ${of("cost.function_usd_per_month")}, and ${
        of("cost.function_free_tier_usd_per_month")
      } after the free tier; the whole path is ${of("cost.lambda_usd_per_month")}.`,
      of("cost.lambda_usd_per_month"),
    ),
  revenue_sync: revenueSync,
  revenue_async: revenueAsync,
  revenue_saved: revenueSaved,
  orders_hour_sync: hourSync,
  orders_hour_async: hourAsync,
  ops_reduction: opsReduction,
};
