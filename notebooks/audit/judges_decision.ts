/**
 * Judges of what the write-up concludes: cost, revenue, work.
 *
 * @module
 */
import { compared, type Judge, say, unknowable } from "./judgement.ts";

/** Customers, and what an order is worth, as the write-up assumes them. */
const CUSTOMERS = 10_000;
const ORDER_USD = 100;

/** See the module; by claim id. */
export const decisionJudges: Readonly<Record<string, Judge>> = {
  ecs_cost: (_, { value }) =>
    unknowable(
      `Its volume is not stated, and elsewhere it is 98 USD at a million orders; our arithmetic gives ` +
        `${
          say(value("cost.queue_usd_per_month"), "USD")
        } for a million orders a month, load balancer ` +
        `and API included.`,
      value("cost.queue_usd_per_month"),
    ),
  lambda_cost: (_, { value }) =>
    unknowable(
      `Its volume is not stated, and elsewhere it is 18 USD at a million orders. A million functions of ` +
        `3 s at 512 MB alone are ${say(value("cost.function_usd_per_month"), "USD")}, and ` +
        `${
          say(value("cost.function_free_tier_usd_per_month"), "USD")
        } after the free tier; the whole ` +
        `path is ${say(value("cost.lambda_usd_per_month"), "USD")}.`,
      value("cost.lambda_usd_per_month"),
    ),
  revenue_sync: (claim, { published }) => {
    const ours = CUSTOMERS * ORDER_USD * (1 - published("sync_lost_share") / 100);
    return compared("arithmetic", claim, ours, {
      holds: `It is ${CUSTOMERS} customers at ${ORDER_USD} USD less its own lost share, ` +
        `${say(ours, "USD")}; that share itself cannot be known.`,
      contradicted: `Its own lost share leaves ${say(ours, "USD")}.`,
    });
  },
  revenue_async: (claim, { published }) => {
    const ours = CUSTOMERS * ORDER_USD * published("async_acceptance") / 100;
    return compared("arithmetic", claim, ours, {
      holds:
        `${
          say(CUSTOMERS)
        } customers at ${ORDER_USD} USD, all accepted, are that; it assumes that ` +
        `nobody minds being paid half an hour later.`,
      contradicted: `All accepted are ${say(ours, "USD")}.`,
    });
  },
  revenue_saved: (claim, { published }) => {
    const ours = published("revenue_async") - published("revenue_sync");
    return compared("arithmetic", claim, ours, {
      holds: `The subtraction holds; what it subtracts rests on a lost share that cannot be known.`,
      contradicted: `Its own figures differ by ${say(ours, "USD")}.`,
    });
  },
  orders_hour_sync: (claim, { published, value }) => {
    const ours = published("sync_orders_60s") * 60;
    return compared("arithmetic", claim, ours, {
      holds: `It is its minute times 60; in steady state five slots complete ` +
        `${say(value("arithmetic.ceiling_orders_per_s") * 3600)} an hour.`,
      contradicted: `Its minute times 60 is ${say(ours)}.`,
    });
  },
  orders_hour_async: (_, { published, value }) =>
    unknowable(
      `Accepted an hour would be ${
        say(published("async_rate") * 3600)
      }, paid by one worker of five ` +
        `slots ${
          say(value("arithmetic.ceiling_orders_per_s") * 3600)
        }; it fits two workers, the least ` +
        `that its autoscaling keeps, but it does not say so.`,
      value("arithmetic.ceiling_orders_per_s") * 3600,
    ),
  ops_reduction: (claim) => {
    const ours = 100 * (1 - 20 / 600);
    return compared("arithmetic", claim, ours, {
      holds:
        `Twenty minutes against ten hours a week are ${say(ours, "%")} less; who timed them, and ` +
        `how, is not stated.`,
      contradicted: `Twenty minutes against ten hours a week are ${say(ours, "%")} less.`,
    });
  },
};
