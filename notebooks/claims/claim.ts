/**
 * A claim: a figure under a name that prose can use. The report says nothing in numbers but claims.
 *
 * @module
 */
import type { Figure, Interval, Source } from "../analysis/figure.ts";

/** A published figure, or a published verdict in words. */
export interface Claim {
  /** Words of lower-case letters, digits, `-` and `_`, joined by dots: `phase5.drain.concurrency-20`. */
  id: string;
  /** Finite; text only where `unit` is `verdict`. */
  value: number | string;
  /** See {@linkcode Figure}; `verdict` for text. */
  unit: string;
  /** 95 %; `null` where the data allow none. */
  interval: Interval | null;
  /** See {@linkcode Figure}. */
  words?: string;
  source: Source;
}

const ID = /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/;

/**
 * Makes a claim of a figure.
 *
 * @throws {RangeError} naming all that is wrong with it.
 * @example
 * ```ts
 * import { claimOf } from "./claim.ts";
 * import assert from "node:assert/strict";
 *
 * const source = { kind: "assumption", file: "notebooks/audit.ts", reason: "an example" } as const;
 * assert.equal(claimOf("sale.users", { value: 20, unit: "users", source }).interval, null);
 * assert.throws(() => claimOf("Sale", { value: NaN, unit: "", source }), /finite/);
 * ```
 */
export function claimOf(
  id: string,
  figure: Omit<Figure, "value"> & { value: number | string },
): Claim {
  const { value, unit, interval, words, source } = figure;
  const faults = [
    ...(ID.test(id) ? [] : [
      `id must be dotted words of a-z, 0-9, - and _, got ${JSON.stringify(id)}`,
    ]),
    ...(typeof value === "string" || Number.isFinite(value)
      ? []
      : [`value must be finite, got ${value}`]),
    ...(typeof value !== "string" || unit === "verdict"
      ? []
      : [`text must have unit verdict, got ${unit}`]),
    ...(unit === "" ? ["unit must not be empty"] : []),
    ...(interval === undefined || interval[0] <= interval[1]
      ? []
      : [`interval must ascend, got ${interval.join(" to ")}`]),
  ];
  if (faults.length > 0) {
    throw new RangeError(`Cannot claim ${id}: ${faults.join("; ")}`);
  }
  return {
    id,
    value,
    unit,
    interval: interval ?? null,
    ...(words === undefined ? {} : { words }),
    source,
  };
}

/** Ids in the formula of a derived claim; none of any other. */
export function parentsOf({ source }: Pick<Claim, "source">): string[] {
  if (source.kind !== "derived") return [];
  return [...source.formula.matchAll(/\{([a-z0-9_.-]+)\}/g)].map(([, id]) => id!);
}
