/**
 * Payments with a long tail, as calls over a network have.
 *
 * @module
 */
import { lognormalMs, Z_99 } from "./draw.ts";
import type { PaymentModel } from "./payment_models.ts";

/** The widest that is taken: a hundredth of payments take this many times the median. */
const RATIO_MAX = 1000;

/** Lognormal by its mean and by how many times the median its 99th percentile is. */
export const lognormalPayment: PaymentModel = {
  argument: "P99/P50",
  draw(meanMs, argument) {
    const ratio = Number(argument);
    if (!(ratio >= 1 && ratio <= RATIO_MAX)) {
      throw new Error(
        `Cannot draw payments: P99/P50 must be a number from 1 to ${RATIO_MAX}, got ${argument}`,
      );
    }
    const sigma = Math.log(ratio) / Z_99;
    // The mean of a lognormal is its median × e^(σ²/2).
    const p50 = meanMs / Math.exp(sigma * sigma / 2);
    return lognormalMs(p50, p50 * ratio);
  },
};
