/**
 * Payments as they were measured.
 *
 * @module
 */
import { readNumbers } from "../../../experiments/load/csv_numbers.ts";
import { empiricalMs } from "./draw.ts";
import type { PaymentModel } from "./payment_models.ts";

/**
 * The times in column `payment_ms` of a CSV file, each as likely, all lengthened or shortened alike until
 * their mean is the one wanted.
 */
export const empiricalPayment: PaymentModel = {
  argument: "FILE",
  draw(meanMs, file) {
    const { numbers } = readNumbers({
      action: "draw payments",
      file,
      columns: ["payment_ms"],
      fault: (ms) => ms > 0 ? undefined : `must be > 0, got ${ms}`,
    });
    const factor = meanMs * numbers.length / numbers.reduce((sum, ms) => sum + ms, 0);
    return empiricalMs(numbers.map((ms) => ms * factor));
  },
};
