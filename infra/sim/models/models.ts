/**
 * All models of a simulated trial, together. A new one is one file and one line here.
 *
 * @module
 */
import { constantMs, type Draw } from "./draw.ts";
import { DUPLICATE_PROBABILITY } from "./queue_duplicates.ts";
import { REQUEST_NETWORK_MS } from "./request_network.ts";
import { SERVICE_LATENCY_MS, type ServiceCallName } from "./service_latency.ts";
import { TOPIC_DELIVERY_MS } from "./topic_delivery.ts";

/** What a simulated trial takes from the world. */
export interface SimModels {
  /** Client to API and back. */
  requestMs: Draw;
  /** Each call of SNS and SQS, there and back. */
  callMs: Readonly<Record<ServiceCallName, Draw>>;
  /** Topic to queue. */
  deliveryMs: Draw;
  /** One payment; absent: the trial's own constant. */
  paymentMs?: Draw;
  /** Chance that a delivery leaves a copy behind, [0, 1). */
  duplicateProbability: number;
}

/** A region of AWS as published, clients beside the API. */
export const REGION_MODELS: Readonly<SimModels> = {
  requestMs: REQUEST_NETWORK_MS,
  callMs: SERVICE_LATENCY_MS,
  deliveryMs: TOPIC_DELIVERY_MS,
  duplicateProbability: DUPLICATE_PROBABILITY,
};

/**
 * The models with the latencies that a plan states: each stands for the whole call, distance included.
 *
 * @param statedMs by `<service>.<operation>`, as `ExperimentPlan.latenciesMs` has them.
 * @throws {RangeError} naming every key that no model has and every time out of range.
 * @example
 * ```ts
 * import { REGION_MODELS, withStated } from "./models.ts";
 * import assert from "node:assert/strict";
 *
 * const models = withStated(REGION_MODELS, { "sns.publish": 110 });
 * assert.equal(models.callMs["sns.publish"]({ next: () => 0.5 }), 110);
 * ```
 */
export function withStated(
  models: Readonly<SimModels>,
  statedMs: Readonly<Record<string, number>>,
): SimModels {
  const faults = Object.entries(statedMs).flatMap(([name, ms]) =>
    !(name in models.callMs)
      ? [`${name} is not one of ${Object.keys(models.callMs).join(", ")}`]
      : ms >= 0 && ms <= 60_000
      ? []
      : [`${name} must be a number from 0 to 60000 ms, got ${ms}`]
  );
  if (faults.length > 0) throw new RangeError(`Cannot add latencies: ${faults.join("; ")}`);
  const stated = Object.entries(statedMs).map(([name, ms]) => [name, constantMs(ms)]);
  return { ...models, callMs: { ...models.callMs, ...Object.fromEntries(stated) } };
}
