/**
 * Payment times that differ about a mean, by name. A new model is one file and one line here.
 *
 * @module
 */
import { constantMs, type Draw } from "./draw.ts";
import { empiricalPayment } from "./payment_empirical.ts";
import { exponentialPayment } from "./payment_exponential.ts";
import { lognormalPayment } from "./payment_lognormal.ts";

/** How payment times differ about their mean. */
export interface PaymentModel {
  /** What follows its name and a colon; absent: nothing does. */
  argument?: string;
  /**
   * Draws of payments that take `meanMs` in the mean.
   *
   * @throws {Error} saying what is wrong with the argument.
   */
  draw(meanMs: number, argument: string): Draw;
}

const PAYMENT_MODELS: Readonly<Record<string, PaymentModel>> = {
  constant: { draw: constantMs },
  exponential: exponentialPayment,
  lognormal: lognormalPayment,
  empirical: empiricalPayment,
};

/** What a payment model may be, in words. */
export const PAYMENT_MODEL_USAGE = Object.entries(PAYMENT_MODELS)
  .map(([name, { argument }]) => argument === undefined ? name : `${name}:${argument}`)
  .join(", ");

/**
 * The draws that a text such as `lognormal:5` names.
 *
 * @param meanMs mean of the payments, milliseconds, > 0.
 * @throws {Error} when it names none, or its argument is wrong.
 * @example
 * ```ts
 * import { paymentDraw } from "./payment_models.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(paymentDraw("constant", 100)({ next: () => 0.5 }), 100);
 * assert.throws(() => paymentDraw("normal", 100), /there is no model normal$/);
 * ```
 */
export function paymentDraw(text: string, meanMs: number): Draw {
  const [name = "", ...rest] = text.split(":");
  const model = Object.hasOwn(PAYMENT_MODELS, name) ? PAYMENT_MODELS[name] : undefined;
  if (model === undefined || (rest.length > 0) !== (model.argument !== undefined)) {
    throw new Error(`Cannot draw payments: there is no model ${text || "without a name"}`);
  }
  return model.draw(meanMs, rest.join(":"));
}
