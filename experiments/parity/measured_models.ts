/**
 * The models of a simulation from what a run on real processes measured. Pure.
 *
 * @module
 */
import { constantMs, empiricalMs, stretchesMs } from "../../infra/sim/models/draw.ts";
import { REGION_MODELS, type SimModels } from "../../infra/sim/models/models.ts";
import type { ServiceTimes } from "./probe_services.ts";

/** What one order of a run took; times in milliseconds since the run's start. */
export interface MeasuredOrder {
  sentAtMs: number;
  acceptedAtMs: number;
  respondedAtMs: number;
  startedAtMs: number;
  completedAtMs: number;
}

/**
 * Half of the API's longest wait for companions of a publish: on average an order waits so long, which
 * the simulated API adds by itself.
 */
const LINGER_MS = 1;

/** Orders that are slow together: a moment of a busy machine lasts for about as many. */
const STRETCH_ORDERS = 50;

/**
 * Models that draw what was measured.
 *
 * The way between client and API is taken from acceptance to answer, each way as long; what remains of
 * the way there is the publish. Where the plan states a latency of publishing, it is in what was
 * measured. A loopback delivers what a topic has taken at once.
 *
 * @param orders of the run, at least one.
 * @param services of the same target.
 */
export function measuredModels(
  orders: readonly MeasuredOrder[],
  services: ServiceTimes,
): SimModels {
  const wayMs = (order: MeasuredOrder) => Math.max(0, order.respondedAtMs - order.acceptedAtMs);
  const publishMs = (order: MeasuredOrder) =>
    Math.max(0, order.acceptedAtMs - order.sentAtMs - wayMs(order) - LINGER_MS);
  const bySending = orders.toSorted((a, b) => a.sentAtMs - b.sentAtMs);
  return {
    requestMs: stretchesMs(bySending.map((order) => 2 * wayMs(order)), STRETCH_ORDERS),
    callMs: {
      ...REGION_MODELS.callMs,
      "sns.publish": stretchesMs(bySending.map(publishMs), STRETCH_ORDERS),
      "sqs.receive-message": empiricalMs(services.receiveMs),
      "sqs.delete-message": empiricalMs(services.deleteMs),
      "sqs.change-message-visibility": empiricalMs(services.extendMs),
    },
    deliveryMs: constantMs(0),
    paymentMs: empiricalMs(orders.map((order) => order.completedAtMs - order.startedAtMs)),
    duplicateProbability: 0,
  };
}
