/**
 * Judges of what the write-up says of the synchronous and the asynchronous path.
 *
 * @module
 */
import { sentence } from "../claims/sentence.ts";
import { compared, either, formula, type Judge, numberOf, unknowable } from "./judgement.ts";

const syncOrders: Judge = (claim, { of, computed }) => {
  const ours = of("sim.sync.confirmed_orders");
  const [slots, load, payment] = [of("sale.slots"), of("sale.load_s"), of("sale.payment_s")];
  const rounds = computed(
    "sync_orders_60s.a_slot",
    "orders",
    formula`⌈${load} / ${payment}⌉ − 1`,
    Math.ceil(numberOf(load) / numberOf(payment)) - 1,
  );
  const all = computed(
    "sync_orders_60s.all_slots",
    "orders",
    formula`${slots} × ${rounds}`,
    numberOf(slots) * numberOf(rounds),
  );
  const facts = sentence`a slot of a closed loop answers ${rounds} in ${load} with payments of \
${payment}, so ${slots} answer ${all}; simulated with the same users: ${ours}`;
  return compared("simulation", claim, ours, {
    holds: sentence`It follows from the slots: ${facts}.`,
    contradicted: sentence`It does not follow from the slots: ${facts}.`,
  });
};

const syncRate: Judge = (claim, { of, published, computed }) => {
  const ceiling = of("sale.ceiling_orders_per_s");
  const [orders, load] = [published("sync_orders_60s"), of("sale.load_s")];
  const counted = computed(
    "sync_rate.counted",
    "orders/s",
    formula`${orders} / ${load}`,
    numberOf(orders) / numberOf(load),
  );
  const slots = sentence`${of("sale.slots")} with payments of ${of("sale.payment_s")}`;
  return compared("arithmetic", claim, ceiling, {
    holds: sentence`It is the ceiling of ${slots} (${ceiling}), and not what was counted: \
${orders} in ${load} are ${counted}.`,
    contradicted: sentence`The ceiling of ${slots} is ${ceiling}.`,
  });
};

const syncLost: Judge = (_, { of, computed }) => {
  const share = of("sim.sync.unanswered_share");
  const ours = computed("sync_lost_share", "%", formula`100 × ${share}`, 100 * numberOf(share));
  return unknowable(
    sentence`How it was counted is not stated; by our count ${ours} of the orders sent had no \
answer when the load ended, all of them of users still waiting.`,
    ours,
  );
};

const syncNormal: Judge = (claim, { of, published, computed }) => {
  const ours = of("sim.normal.confirmed_orders");
  const [load, think, payment] = [of("normal.load_s"), of("normal.think_s"), of("sale.payment_s")];
  const rounds = computed(
    "sync_normal_orders.a_user",
    "orders",
    formula`⌊(${load} + ${think}) / (${payment} + ${think})⌋`,
    Math.floor((numberOf(load) + numberOf(think)) / (numberOf(payment) + numberOf(think))),
  );
  const orders = published("sync_normal_orders");
  const short = computed(
    "sync_normal_orders.short",
    "orders",
    formula`${ours} − ${orders}`,
    numberOf(ours) - numberOf(orders),
  );
  const facts = sentence`${of("normal.users")} who pay for ${payment} and think for ${think} \
complete up to ${rounds} each in ${load}; simulated: ${ours}`;
  return compared("simulation", claim, ours, {
    holds: sentence`It agrees: ${facts}.`,
    contradicted: sentence`It is off by ${short}: ${facts}.`,
  });
};

const asyncOrders: Judge = (claim, { of, published }) => {
  const ours = of("sim.async.accepted_orders");
  const reason = sentence`The same ${of("sale.users")} with ${
    published("async_response_mean")
  } to the topic get ${ours} accepted in the simulation.`;
  return compared("simulation", claim, ours, either(reason));
};

const asyncRate: Judge = (claim, { of, published, computed }) => {
  const [orders, load] = [published("async_orders_60s"), of("sale.load_s")];
  const ours = computed(
    "async_rate",
    "orders/s",
    formula`${orders} / ${load}`,
    numberOf(orders) / numberOf(load),
  );
  const reason = sentence`Its own ${orders} in ${load} are ${ours}; simulated: ${
    of("sim.async.rate_orders_per_s")
  }.`;
  return compared("arithmetic", claim, ours, either(reason));
};

const asyncAcceptance: Judge = (claim, { of, computed }) => {
  const share = of("local.async.acceptance_share");
  const ours = computed("async_acceptance", "%", formula`100 × ${share}`, 100 * numberOf(share));
  return compared("measurement", claim, ours, {
    holds: sentence`Measured with the same users, every order sent was accepted (${ours}).`,
    contradicted: sentence`Measured with the same users, ${ours} of the orders were accepted.`,
  });
};

const asyncVsSync: Judge = (claim, { of, published, computed }) => {
  const [queue, sync] = [published("async_orders_60s"), published("sync_orders_60s")];
  const ours = computed(
    "async_vs_sync",
    "times",
    formula`${queue} / ${sync}`,
    numberOf(queue) / numberOf(sync),
  );
  const [accepted, answered] = [of("sim.async.accepted_orders"), of("sim.sync.confirmed_orders")];
  const simulated = computed(
    "async_vs_sync.simulated",
    "times",
    formula`${accepted} / ${answered}`,
    numberOf(accepted) / numberOf(answered),
  );
  return compared("arithmetic", claim, ours, {
    holds:
      sentence`The division holds; simulated, accepted against answered is ${simulated}. It is \
a ratio of acceptance: paid per hour, both paths do the same.`,
    contradicted: sentence`Its own counts give ${ours}.`,
  });
};

const responseRatio: Judge = (claim, { published, computed }) => {
  const [sync, queue] = [published("sync_response_mean"), published("async_response_mean")];
  const ours = computed(
    "response_ratio",
    "times",
    formula`1000 × ${sync} / ${queue}`,
    1000 * numberOf(sync) / numberOf(queue),
  );
  const agreed = compared("arithmetic", claim, ours, either(sentence`It is ${ours}.`));
  return agreed.verdict === "contradicted" ? agreed : unknowable(
    sentence`The division holds, but it compares a laptop's own localhost with the way to a distant \
topic: what it divides by is a distance, and says nothing of the path.`,
  );
};

/** See the module; by claim id. */
export const acceptanceJudges: Readonly<Record<string, Judge>> = {
  sync_orders_60s: syncOrders,
  sync_rate: syncRate,
  sync_response_mean: (claim, { of }) => {
    const ours = of("sim.sync.response_mean_s");
    const reason = sentence`Simulated with the same users and slots the mean is ${ours}.`;
    return compared("simulation", claim, ours, either(reason));
  },
  sync_lost_share: syncLost,
  sync_normal_orders: syncNormal,
  async_orders_60s: asyncOrders,
  async_rate: asyncRate,
  async_response_mean: () =>
    unknowable(
      sentence`It is the way from a laptop to the topic; here it is put in as a parameter, so nothing \
that we measure can confirm it.`,
    ),
  async_acceptance: asyncAcceptance,
  async_vs_sync: asyncVsSync,
  response_ratio: responseRatio,
};
