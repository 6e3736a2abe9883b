/**
 * Reading a host's settings from its environment: all faults at once, each with the variable, the rule
 * and the value.
 *
 * @module
 */

/** How one variable is read. */
export interface Variable<Value> {
  /** What must hold, to be read after the name: `must be an integer from 1 to 10`. */
  rule: string;
  /** The value when the variable is unset or empty; absent where it must be set. */
  fallback?: { value: Value };
  /** @returns nothing where the rule is broken. */
  parse(text: string): { value: Value } | undefined;
}

/** What the variables of a specification are read as. */
export type Values<Specification> = {
  [Name in keyof Specification]: Specification[Name] extends Variable<infer Value> ? Value : never;
};

/** The settings, or every fault found. */
export type EnvironmentCheck<Specification> =
  | { ok: true; values: Values<Specification> }
  | { ok: false; faults: string[] };

/**
 * Reads all variables of a specification.
 *
 * @param read how to look a variable up: `Deno.env.get`.
 * @example
 * ```ts
 * import { integerVariable, readEnvironment } from "./environment.ts";
 * import assert from "node:assert/strict";
 *
 * const check = readEnvironment({ PORT: integerVariable(0, 65_535, 0) }, () => "http");
 * assert.deepEqual(check, {
 *   ok: false,
 *   faults: ['PORT must be an integer from 0 to 65535, got "http"'],
 * });
 * ```
 */
export function readEnvironment<Specification extends Record<string, Variable<unknown>>>(
  specification: Specification,
  read: (name: string) => string | undefined,
): EnvironmentCheck<Specification> {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, variable] of Object.entries(specification)) {
    const text = read(name)?.trim();
    const found = text === undefined || text === "" ? variable.fallback : variable.parse(text);
    if (found) values[name] = found.value;
    else faults.push(`${name} ${variable.rule}, got ${text ? JSON.stringify(text) : "nothing"}`);
  }
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, values: values as Values<Specification> };
}

/** A whole number from `min` to `max`. */
export function integerVariable(min: number, max: number, fallback?: number): Variable<number> {
  return {
    rule: `must be an integer from ${min} to ${max}`,
    ...(fallback !== undefined && { fallback: { value: fallback } }),
    parse(text) {
      const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? { value } : undefined;
    },
  };
}

/** A number >= `min`, of any fraction, up to `max`. */
export function numberVariable(min: number, max: number, fallback?: number): Variable<number> {
  return {
    rule: `must be a number from ${min} to ${max}`,
    ...(fallback !== undefined && { fallback: { value: fallback } }),
    parse(text) {
      const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? { value } : undefined;
    },
  };
}

/** One of the given words. */
export function choiceVariable<const Choice extends string>(
  choices: readonly Choice[],
  fallback?: NoInfer<Choice>,
): Variable<Choice> {
  return {
    rule: `must be one of ${choices.join(", ")}`,
    ...(fallback !== undefined && { fallback: { value: fallback } }),
    parse(text) {
      const value = choices.find((choice) => choice === text);
      return value === undefined ? undefined : { value };
    },
  };
}

/** Text that matches `pattern`, which `rule` says in words. */
export function textVariable(rule: string, pattern: RegExp, fallback?: string): Variable<string> {
  return {
    rule,
    ...(fallback !== undefined && { fallback: { value: fallback } }),
    parse: (text) => pattern.test(text) ? { value: text } : undefined,
  };
}

/** The variable, or undefined where it is unset. */
export function optionalVariable<Value>(variable: Variable<Value>): Variable<Value | undefined> {
  return { ...variable, fallback: { value: undefined } };
}
