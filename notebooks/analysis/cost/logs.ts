/**
 * Gigabytes that CloudWatch Logs ingests. A gigabyte is 10⁹ bytes here.
 *
 * @module
 */
import type { OrderPath } from "../../../services/orders/ledger_event.ts";
import type { Assumptions } from "./assume.ts";

/**
 * Lines of the ledger that an order has: from tasks and from the function. It is accepted, received
 * but on `sync`, started, completed.
 */
export const LEDGER_LINES: Readonly<Record<OrderPath, { task: number; function: number }>> = {
  sync: { task: 3, function: 0 },
  queue: { task: 4, function: 0 },
  lambda: { task: 1, function: 3 },
};

/**
 * Gigabytes of ledger lines: orders × lines × (ledgerLineBytes + logEventBytes) / 10⁹.
 *
 * @param orders >= 0.
 * @param lines ledger lines an order.
 * @example
 * ```ts
 * import { assume } from "./assume.ts";
 * import { ledgerGb } from "./logs.ts";
 * import assert from "node:assert/strict";
 *
 * const assumptions = assume({ ledgerLineBytes: 174, logEventBytes: 26 });
 * assert.equal(ledgerGb(1_000_000, 4, assumptions), 0.8);
 * ```
 */
export function ledgerGb(orders: number, lines: number, assumptions: Assumptions): number {
  return orders * lines * (assumptions.ledgerLineBytes + assumptions.logEventBytes) / 1e9;
}

/**
 * Gigabytes of a function's logs: its ledger lines, and Lambda's own three lines an invocation,
 * orders × (functionLogBytes + 3 × logEventBytes) / 10⁹.
 *
 * @param orders >= 0.
 * @example
 * ```ts
 * import { assume } from "./assume.ts";
 * import { functionLogGb } from "./logs.ts";
 * import assert from "node:assert/strict";
 *
 * const assumptions = assume({ ledgerLineBytes: 174, logEventBytes: 26, functionLogBytes: 322 });
 * assert.equal(functionLogGb(1_000_000, assumptions), 1);
 * ```
 */
export function functionLogGb(orders: number, assumptions: Assumptions): number {
  const { functionLogBytes, logEventBytes } = assumptions;
  return ledgerGb(orders, LEDGER_LINES.lambda.function, assumptions) +
    orders * (functionLogBytes + 3 * logEventBytes) / 1e9;
}

/**
 * Gigabytes of tasks' statistics: taskHours × 3,600 / statsPeriodS × (statsLineBytes +
 * logEventBytes) / 10⁹.
 *
 * @param taskHours >= 0.
 * @example
 * ```ts
 * import { assume } from "./assume.ts";
 * import { statsGb } from "./logs.ts";
 * import assert from "node:assert/strict";
 *
 * const assumptions = assume({ statsPeriodS: 36, statsLineBytes: 974, logEventBytes: 26 });
 * assert.equal(statsGb(10_000, assumptions), 1);
 * ```
 */
export function statsGb(taskHours: number, assumptions: Assumptions): number {
  const { statsPeriodS, statsLineBytes, logEventBytes } = assumptions;
  return taskHours * 3600 / statsPeriodS * (statsLineBytes + logEventBytes) / 1e9;
}
