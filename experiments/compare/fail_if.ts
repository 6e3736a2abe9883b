/**
 * `--fail-if 'drain_s > +10%'`: the change that a build must not bring. Pure.
 *
 * @module
 */
import type { Fault } from "../cli/fail.ts";
import { suggestion } from "../cli/suggest.ts";
import { significant } from "../run/format.ts";
import { COMPARED_COLUMNS, type ComparedName } from "./columns.ts";
import type { ColumnComparison, RunComparison } from "./compare_runs.ts";

/** A limit of a change. */
export interface FailIf {
  /** As it was typed. */
  expression: string;
  column: ComparedName;
  side: ">" | "<";
  /** In the column's unit, or in percent of A. */
  change: number;
  percent: boolean;
}

/** Where a limit was passed, or could not be judged. */
export interface LimitFailure {
  expression: string;
  /** Absent where no trial could be judged. */
  trial?: string;
  /** What there is instead, in words. */
  found: string;
}

const EXPRESSION = /^\s*(\w+)\s*([<>])\s*([+-]?)\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/;

/**
 * Reads expressions of a column, `>` or `<`, and a change with its sign, absolute or in percent.
 *
 * @param faults gets one a bad expression.
 * @example
 * ```ts
 * import { readFailIf } from "./fail_if.ts";
 * import assert from "node:assert/strict";
 *
 * const [limit] = readFailIf(["throughput_per_s < -5%"], []);
 * assert.deepEqual([limit?.column, limit?.side, limit?.change], ["throughput_per_s", "<", -5]);
 * ```
 */
export function readFailIf(expressions: readonly string[], faults: Fault[]): FailIf[] {
  const names = COMPARED_COLUMNS.map(({ name }) => name);
  return expressions.flatMap((expression) => {
    const fault = (rule: string, instead: string) => {
      faults.push({
        wanted: "compare runs",
        rule: `--fail-if ${rule}`,
        value: expression,
        instead,
      });
      return [];
    };
    const match = EXPRESSION.exec(expression);
    if (match === null) {
      return fault("must be a column, > or <, and a change", "for instance 'drain_s > +10%'");
    }
    const [, name, side, sign, size, percent] = match;
    const column = names.find((known) => known === name);
    if (column === undefined) return fault(`has no column ${name}`, suggestion(name!, names));
    if (sign === "") {
      return fault(
        "must have a change, with + or -, and no value",
        `'${name} ${side} +${size}${percent}' or '${name} ${side} -${size}${percent}'`,
      );
    }
    return [{
      expression,
      column,
      side: side as ">" | "<",
      change: Number(`${sign}${size}`),
      percent: percent === "%",
    }];
  });
}

/**
 * Every trial in which a limit is passed by the difference of the means, whatever its interval. A trial
 * that cannot be judged is among them: a gate that has not looked must not stay open.
 */
export function limitFailures(
  limits: readonly FailIf[],
  comparison: RunComparison,
): LimitFailure[] {
  return limits.flatMap((limit) => {
    const { expression, column } = limit;
    const failures: LimitFailure[] = [];
    let judged = false;
    for (const { trial, not_comparable: reasons, columns, only_in } of comparison.trials) {
      const onlyIn = only_in.find((each) => each.column === column);
      const found = columns.find((each) => each.column === column);
      judged ||= found !== undefined || onlyIn !== undefined || reasons.length > 0;
      if (reasons.length > 0) {
        failures.push({ expression, trial, found: `not comparable: ${reasons.join("; ")}` });
      } else if (onlyIn !== undefined) {
        failures.push({ expression, trial, found: `only ${onlyIn.run} has ${column}` });
      } else if (found !== undefined && isPassed(limit, found)) {
        failures.push({ expression, trial, found: changeText(found) });
      }
    }
    if (!judged) failures.push({ expression, found: `no trial has ${column}` });
    return failures;
  });
}

function isPassed({ side, change, percent }: FailIf, { difference, a }: ColumnComparison): boolean {
  // From nothing, any change is infinite; none is none.
  const got = percent && difference !== 0 ? 100 * difference / Math.abs(a.mean) : difference;
  return side === ">" ? got > change : got < change;
}

/**
 * A difference in its unit and in percent: `+0.25 s, +2.5 %`.
 */
export function changeText({ difference, difference_percent, unit }: ColumnComparison): string {
  const absolute = `${signed(difference)}${unit === "1" ? "" : ` ${unit}`}`;
  return difference_percent === undefined
    ? absolute
    : `${absolute}, ${signed(difference_percent)} %`;
}

/** Three significant digits with a sign; 0 has none. */
export function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${significant(value)}`;
}
