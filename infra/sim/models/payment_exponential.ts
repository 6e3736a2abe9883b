/**
 * Payments that end at any moment with the same chance: the M of queueing theory.
 *
 * @module
 */
import { exponentialMs } from "./draw.ts";
import type { PaymentModel } from "./payment_models.ts";

/** See {@linkcode exponentialMs}. */
export const exponentialPayment: PaymentModel = { draw: exponentialMs };
