/**
 * The business table: what a flash sale earns and loses by how many orders are accepted.
 *
 * @module
 */
import type { OrderPath } from "../../../services/orders/ledger_event.ts";
import type { Figure } from "../figure.ts";
import { assume, type Assumptions } from "./assume.ts";

/** A measured share of accepted orders, and the claim that it is published as. */
export interface Acceptance {
  /** Claim id: `phase3.acceptance.sync`. */
  claim: string;
  /** 0 to 1. */
  share: number;
}

/** Claim ids under which the two assumptions are published, for the formulas of these figures. */
export const BUSINESS_CLAIMS = {
  saleCustomers: "assumption.sale_customers",
  orderValueUsd: "assumption.order_value_usd",
} as const;

/** The sale on one path. */
export interface BusinessRow {
  path: OrderPath;
  /** saleCustomers × (1 − share), orders. */
  lostOrders: Figure;
  /** saleCustomers × share × orderValueUsd, USD. */
  keptRevenue: Figure;
  /** saleCustomers × (1 − share) × orderValueUsd, USD. */
  lostRevenue: Figure;
}

/**
 * The sale on each path whose acceptance was measured. Each customer sends one order; an order that
 * is not accepted is lost, as nobody is assumed to come again.
 *
 * @param acceptance by path; a path that was not measured has no row.
 * @param assumptions `saleCustomers` and `orderValueUsd` count.
 * @throws {RangeError} naming every share that is not from 0 to 1.
 * @example
 * ```ts
 * import { businessTable } from "./business.ts";
 * import assert from "node:assert/strict";
 *
 * const [row] = businessTable({ sync: { claim: "phase3.acceptance.sync", share: 0.475 } });
 * assert.equal(row?.keptRevenue.value, 475_000);
 * assert.equal(row?.lostRevenue.value, 525_000);
 * ```
 */
export function businessTable(
  acceptance: Partial<Record<OrderPath, Acceptance>>,
  assumptions: Assumptions = assume(),
): BusinessRow[] {
  const measured = Object.entries(acceptance) as [OrderPath, Acceptance][];
  const faults = measured.filter(([, { share }]) => !(share >= 0 && share <= 1)).map((
    [path, { share }],
  ) => `the accepted share of ${path} must be from 0 to 1, got ${share}`);
  if (faults.length > 0) throw new RangeError(`Cannot tell the business: ${faults.join("; ")}`);
  const { saleCustomers, orderValueUsd } = assumptions;
  const customers = `{${BUSINESS_CLAIMS.saleCustomers}}`;
  const value = `{${BUSINESS_CLAIMS.orderValueUsd}}`;
  return measured.map(([path, { claim, share }]) => {
    const lost = saleCustomers * (1 - share);
    const lostFormula = `${customers} × (1 − {${claim}})`;
    return {
      path,
      lostOrders: derived(lost, "orders", lostFormula),
      keptRevenue: derived(
        saleCustomers * share * orderValueUsd,
        "USD",
        `${customers} × {${claim}} × ${value}`,
      ),
      lostRevenue: derived(lost * orderValueUsd, "USD", `${lostFormula} × ${value}`),
    };
  });
}

function derived(value: number, unit: string, formula: string): Figure {
  return { value, unit, source: { kind: "derived", formula } };
}
