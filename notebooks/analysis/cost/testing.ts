/**
 * What several tests of costs use.
 *
 * @module
 */
import { priceBook } from "./price_book.ts";
import { readPrices } from "./prices.ts";

/** The prices of both regions. */
const list = await readPrices();
export const EAST = priceBook(list, "us-east-1");
export const WEST = priceBook(list, "us-west-2");

/** Whether two sums of money are the same but for rounding of binary fractions. */
export function sameUsd(got: number, wanted: number): boolean {
  return Math.abs(got - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
}
