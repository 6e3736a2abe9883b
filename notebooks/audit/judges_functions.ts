/**
 * Judges of what the write-up says of functions.
 *
 * @module
 */
import { sentence } from "../claims/sentence.ts";
import { compared, formula, type Judge, numberOf, unknowable } from "./judgement.ts";

const invocations: Judge = (_, { published, computed }) => {
  const runs = published("lambda_orders");
  const most = computed(
    "lambda_orders.may_fail",
    "%",
    formula`300 / ${runs}`,
    300 / numberOf(runs),
  );
  return unknowable(
    sentence`${runs} that succeeded say little of a success rate: with none failed, up to ${most} \
may fail (the rule of three).`,
  );
};

const initDuration: Judge = (claim, { of }) => {
  const [low, high] = [of("reference.init_low_ms"), of("reference.init_high_ms")];
  const inside = claim.value >= numberOf(low) && claim.value <= numberOf(high);
  return {
    verdict: inside ? "holds" : "contradicted",
    by: "reference",
    ours: of("reference.init_ms"),
    reason: sentence`Others measured ${low} to ${high} (p10 to p99) for a Go zip on a provided \
runtime.`,
  };
};

const duration: Judge = (claim, { of, computed }) => {
  const payment = of("sale.payment_s");
  const ours = computed(
    "lambda_duration",
    "ms",
    formula`1000 × ${payment}`,
    1000 * numberOf(payment),
  );
  return compared("arithmetic", claim, ours, {
    holds: sentence`It is the payment of ${payment}, and little around it.`,
    contradicted: sentence`The payment alone takes ${ours}.`,
  });
};

const overhead: Judge = (claim, { published, computed }) => {
  const [init, whole] = [published("lambda_init"), published("lambda_duration")];
  const ours = computed(
    "lambda_overhead",
    "%",
    formula`100 × ${init} / ${whole}`,
    100 * numberOf(init) / numberOf(whole),
  );
  const cold = published("lambda_cold_share");
  const spread = computed(
    "lambda_overhead.of_all",
    "%",
    formula`${ours} × ${cold} / 100`,
    numberOf(ours) * numberOf(cold) / 100,
  );
  return compared("arithmetic", claim, ours, {
    holds:
      sentence`Its own init over its own duration is ${ours}, of a cold start; spread over all \
orders, ${cold} of them cold, it is ${spread}.`,
    contradicted: sentence`Its own init over its own duration is ${ours}.`,
  });
};

/** See the module; by claim id. */
export const functionJudges: Readonly<Record<string, Judge>> = {
  lambda_orders: invocations,
  lambda_cold_share: (_, { published, remarked }) =>
    unknowable(
      sentence`${remarked("lambda_cold_share", "note", 1, "cold starts")} of ${
        published("lambda_orders")
      }: the share depends on how these came in, which is not stated; orders that come at once start \
an environment each.`,
    ),
  lambda_init: initDuration,
  lambda_duration: duration,
  lambda_overhead: overhead,
};
