/**
 * Settings that experiments share, and how `--set key=value` becomes them.
 *
 * @module
 */
import { z } from "zod";
import type { Fault } from "../cli/fail.ts";
import { suggestion } from "../cli/suggest.ts";
import { PAYMENT_MODEL_USAGE, paymentDraw } from "../../infra/sim/models/payment_models.ts";
import { type Experiment, ORIGINAL_PAYMENT_MS, type Settings, type Size } from "./definition.ts";

/** A number within bounds, with its meaning. */
export function numberSetting(
  meaning: string,
  bounds: { above?: number; minimum?: number; maximum?: number; whole?: true },
): z.ZodNumber {
  const rule = boundsText(bounds);
  let schema = z.number({ error: rule }).describe(meaning);
  if (bounds.whole) schema = schema.int(rule);
  if (bounds.above !== undefined) schema = schema.gt(bounds.above, rule);
  if (bounds.minimum !== undefined) schema = schema.gte(bounds.minimum, rule);
  if (bounds.maximum !== undefined) schema = schema.lte(bounds.maximum, rule);
  return schema;
}

/** Whole numbers from 1 to 9,999, separated by commas. */
export const WHOLE_NUMBERS = /^[1-9]\d{0,3}(,[1-9]\d{0,3})*$/;

/**
 * A list as text, such as `1,5,15`. A list of one number is a number to the command line, and is taken
 * as well.
 *
 * @param rule what it must be, with an example.
 */
export function listSetting(meaning: string, pattern: RegExp, rule: string): z.ZodCoercedString {
  return z.coerce.string().regex(pattern, rule).describe(meaning);
}

/**
 * The name of a file, or `none`, which it is unless it is set. Where `read` throws, the file is at fault.
 *
 * @param what the file holds, to be read after `a file of`.
 */
export function fileSetting(
  meaning: string,
  what: string,
  read: (file: string) => void,
): z.ZodCoercedString {
  return z.coerce.string().superRefine((file, context) => {
    const fault = file === NO_FILE ? undefined : faultOf(() => read(file));
    if (fault === undefined) return;
    context.addIssue({
      code: "custom",
      message: `must be ${NO_FILE} or a file of ${what} (${fault})`,
    });
  }).describe(meaning);
}

/** What a {@linkcode fileSetting} is where no file is wanted. */
export const NO_FILE = "none";

/** What an attempt says when it fails, without what it is that cannot be done. */
function faultOf(attempt: () => void): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^Cannot [^:]*: /, "");
  }
}

function boundsText(
  { above, minimum, maximum, whole }: {
    above?: number;
    minimum?: number;
    maximum?: number;
    whole?: true;
  },
): string {
  const bounds = [
    above === undefined ? [] : [`> ${above}`],
    minimum === undefined ? [] : [`>= ${minimum}`],
    maximum === undefined ? [] : [`<= ${maximum}`],
  ].flat().join(" and ");
  return `must be a ${whole ? "whole number" : "number"} ${bounds}`.trimEnd();
}

/** Settings of the services. */
export const serviceSettings = {
  payment_ms: numberSetting("time of one payment, ms", { minimum: 1, maximum: 600_000 }),
  visibility_timeout_s: numberSetting("lease of a received message, s", {
    minimum: 1,
    maximum: 43_200,
    whole: true,
  }),
  prefetch: z.union([
    z.literal("ahead"),
    z.literal("original"),
    z.number().int().min(0).max(10_000),
  ], {
    error: "must be ahead, original or a whole number from 0 to 10,000",
  }).describe("how far a worker takes messages ahead of its free slots"),
  in_flight_max: numberSetting("requests that the API and the generator hold at once", {
    minimum: 1,
    maximum: 100_000,
    whole: true,
  }),
  on_disconnect: z.enum(["cancel", "pay"], { error: "must be cancel or pay" })
    .describe("what becomes of an order whose client went away before its payment"),
  sns_publish_ms: numberSetting("added to each publish, ms: the distance to the topic", {
    minimum: 0,
    maximum: 60_000,
  }),
  payment_model: z.coerce.string().superRefine((model, context) => {
    const fault = faultOf(() => paymentDraw(model, 1));
    if (fault === undefined) return;
    context.addIssue({
      code: "custom",
      message: `must be one of ${PAYMENT_MODEL_USAGE} (${fault})`,
    });
  }).describe(`how payments differ about payment_ms: ${PAYMENT_MODEL_USAGE}; sim alone`),
  warm_up_orders: numberSetting("orders sent and drained before the load", {
    minimum: 0,
    maximum: 10_000,
    whole: true,
  }),
};

/** The closest resolution that CloudWatch allows to a minute divided by the time factor, seconds. */
export function metricPeriodS(timeFactor: number): number {
  const wanted = 60 / timeFactor;
  return [1, 5, 10, 30, 60].reduce((best, period) =>
    Math.abs(period - wanted) < Math.abs(best - wanted) ? period : best
  );
}

/** How much faster than the original a payment is. */
export function timeFactor(paymentMs: number): number {
  return ORIGINAL_PAYMENT_MS / paymentMs;
}

/** `payment 100 ms, 30 × faster than the original`. */
export function paymentHeadline(paymentMs: number): string {
  const factor = timeFactor(paymentMs);
  const compared = factor === 1
    ? "as the original"
    : factor > 1
    ? `${round(factor)} × faster than the original`
    : `${round(1 / factor)} × slower than the original`;
  return `payment ${paymentMs.toLocaleString("en-US")} ms, ${compared}`;
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Settings made of a size and of what was set, or every fault of them. */
export function readSettings<S extends Settings>(
  experiment: Experiment<S>,
  size: Size,
  assignments: readonly string[],
): { settings: S; faults: Fault[] } {
  const wanted = `run ${experiment.name}`;
  const faults: Fault[] = [];
  const names = Object.keys(experiment.settings.shape);
  const given: Settings = {};
  for (const assignment of assignments) {
    const at = assignment.indexOf("=");
    const key = assignment.slice(0, at);
    if (at < 1) {
      faults.push({ wanted, rule: "--set takes key=value", value: assignment });
    } else if (!names.includes(key)) {
      const instead = suggestion(key, names);
      faults.push({ wanted, rule: `${experiment.name} has no setting ${key}`, instead });
    } else if (key in given) {
      faults.push({ wanted, rule: `--set ${key} must be given once`, value: assignment });
    } else {
      given[key] = settingValue(assignment.slice(at + 1));
    }
  }
  const defaults = experiment.sizes[size];
  const parsed = experiment.settings.safeParse({ ...defaults, ...given });
  if (parsed.success) {
    for (const rule of experiment.conflicts(parsed.data, new Set(Object.keys(given)))) {
      faults.push({ wanted, rule });
    }
    return { settings: parsed.data, faults };
  }
  for (const issue of parsed.error.issues) {
    const key = String(issue.path[0] ?? "");
    const value = key in given ? String(given[key]) : undefined;
    const rule = key === "" ? issue.message : `${key} ${issue.message}`;
    faults.push({ wanted, rule, ...(value === undefined ? {} : { value }) });
  }
  return { settings: defaults, faults };
}

/** Numbers are numbers, everything else is text; `NaN`, `Infinity` and empty text are no numbers. */
function settingValue(text: string): string | number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}
