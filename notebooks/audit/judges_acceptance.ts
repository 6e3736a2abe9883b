/**
 * Judges of what the write-up says of the synchronous and the asynchronous path.
 *
 * @module
 */
import { compared, type Judge, say, unknowable } from "./judgement.ts";

/** See the module; by claim id. */
export const acceptanceJudges: Readonly<Record<string, Judge>> = {
  sync_orders_60s: (claim, { value }) => {
    const ours = value("sim.sync.confirmed_orders");
    const facts =
      `a slot of a closed loop answers 19 orders in 60 s, so five answer 95; simulated ` +
      `with the same users: ${say(ours)}`;
    return compared("simulation", claim, ours, {
      holds: `It follows from five slots of 3 s: ${facts}.`,
      contradicted: `It does not follow from five slots of 3 s: ${facts}.`,
    });
  },
  sync_rate: (claim, { value, published }) => {
    const ceiling = value("arithmetic.ceiling_orders_per_s");
    const counted = published("sync_orders_60s") / 60;
    return compared("arithmetic", claim, ceiling, {
      holds:
        `It is the ceiling of five slots of 3 s (${say(ceiling, "orders/s")}), and not what was ` +
        `counted: ${published("sync_orders_60s")} orders in 60 s are ${say(counted, "orders/s")}.`,
      contradicted: `Five slots of 3 s complete ${say(ceiling, "orders/s")}.`,
    });
  },
  sync_response_mean: (claim, { value }) => {
    const ours = value("sim.sync.response_mean_s");
    return compared("simulation", claim, ours, {
      holds: `Simulated with the same users and slots the mean is ${say(ours, "s")}.`,
      contradicted: `Simulated with the same users and slots the mean is ${say(ours, "s")}.`,
    });
  },
  sync_lost_share: (_, { value }) => {
    const ours = 100 * value("sim.sync.unanswered_share");
    return unknowable(
      `How it was counted is not stated; by our count ${
        say(ours, "%")
      } of the orders sent had no ` +
        `answer when the load ended, all of them of users still waiting.`,
      ours,
    );
  },
  sync_normal_orders: (claim, { value }) => {
    const ours = value("sim.normal.confirmed_orders");
    const facts =
      `five users who pay for 3 s and think for 0.3 s complete up to nine rounds in 30 s; ` +
      `simulated: ${say(ours, "orders")}`;
    return compared("simulation", claim, ours, {
      holds: `It agrees: ${facts}.`,
      contradicted: `It is one round of the five users short: ${facts}.`,
    });
  },
  async_orders_60s: (claim, { value }) => {
    const ours = value("sim.async.accepted_orders");
    return compared("simulation", claim, ours, {
      holds:
        `The same 20 users with 110 ms to the topic get ${say(ours, "orders")} accepted in the ` +
        `simulation.`,
      contradicted:
        `The same 20 users with 110 ms to the topic get ${say(ours, "orders")} accepted ` +
        `in the simulation.`,
    });
  },
  async_rate: (claim, { value, published }) => {
    const ours = published("async_orders_60s") / 60;
    return compared("arithmetic", claim, ours, {
      holds: `${say(published("async_orders_60s"))} orders in 60 s are ${say(ours, "orders/s")}; ` +
        `simulated: ${say(value("sim.async.rate_orders_per_s"), "orders/s")}.`,
      contradicted: `Its own orders in 60 s are ${say(ours, "orders/s")}.`,
    });
  },
  async_response_mean: () =>
    unknowable(
      `It is the way from a laptop to the topic; here it is put in as a parameter, so nothing that we ` +
        `measure can confirm it.`,
    ),
  async_acceptance: (claim, { value }) => {
    const ours = 100 * value("local.async.acceptance_share");
    return compared("measurement", claim, ours, {
      holds: `Measured with the same users, every order sent was accepted (${say(ours, "%")}).`,
      contradicted: `Measured with the same users, ${say(ours, "%")} of the orders were accepted.`,
    });
  },
  async_vs_sync: (claim, { value, published }) => {
    const ours = published("async_orders_60s") / published("sync_orders_60s");
    return compared("arithmetic", claim, ours, {
      holds: `The division holds; simulated, accepted against answered is ` +
        `${
          say(value("sim.async.accepted_orders") / value("sim.sync.confirmed_orders"), "times")
        }. ` +
        `It is a ratio of acceptance: paid per hour, both paths do the same.`,
      contradicted: `Its own counts give ${say(ours, "times")}.`,
    });
  },
  response_ratio: (claim, { published }) => {
    const ours = published("sync_response_mean") * 1000 / published("async_response_mean");
    const agreed = compared("arithmetic", claim, ours, { holds: "", contradicted: "" });
    if (agreed.verdict === "contradicted") return { ...agreed, reason: `It is ${say(ours)}.` };
    return unknowable(
      `The division holds, but it compares a laptop's own localhost with the way to a distant topic: ` +
        `what it divides by is a distance, and says nothing of the path.`,
    );
  },
};
