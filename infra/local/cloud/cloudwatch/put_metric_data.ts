/**
 * PutMetricData: what clients measured.
 *
 * @module
 */
import type { AwsError } from "../http/aws_error.ts";
import { invalidCombination, invalidValue, missingParameter } from "./errors.ts";
import type { Datum, Dimension, MetricStore } from "./metric_store.ts";
import { mergeInto, type Sample, sampleOf } from "./statistics.ts";

/** A request that has PutMetricData's shape. */
export interface PutMetricDataInput {
  Namespace: string;
  MetricData?: MetricDatum[];
  EntityMetricData?: unknown[];
}

/** One datum of a request. */
export interface MetricDatum {
  MetricName: string;
  Dimensions?: Dimension[];
  /** Epoch seconds. */
  Timestamp?: number;
  Value?: number;
  StatisticValues?: { SampleCount: number; Sum: number; Minimum: number; Maximum: number };
  Values?: number[];
  Counts?: number[];
  Unit?: string;
  StorageResolution?: number;
}

const METRICS_MAX = 1_000;
const VALUES_MAX = 150;
const DIMENSIONS_MAX = 30;
const VALUE_MAX = 2 ** 360;
const PAST_MAX_MS = 14 * 86_400_000;
const FUTURE_MAX_MS = 2 * 3_600_000;

const SIZES = ["Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes"];
const BITS = ["Bits", "Kilobits", "Megabits", "Gigabits", "Terabits"];

/** The units that CloudWatch knows. */
export const UNITS: ReadonlySet<string> = new Set([
  ...["Seconds", "Microseconds", "Milliseconds", "Percent", "Count", "Count/Second", "None"],
  ...[...SIZES, ...BITS].flatMap((unit) => [unit, `${unit}/Second`]),
]);

function checkText(name: string, value: string, charactersMax: number): void {
  // Printable ASCII with something other than space, as CloudWatch takes names.
  if (value.length <= charactersMax && /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(value)) return;
  throw invalidValue(`The value ${value} for parameter ${name} is invalid.`);
}

/**
 * Checks what names a metric.
 *
 * @throws {AwsError} `InvalidParameterValue`.
 */
export function checkMetricName(
  path: string,
  name: { Namespace?: string; MetricName?: string; Dimensions?: readonly Dimension[] },
): void {
  if (name.Namespace !== undefined) checkText(`${path}Namespace`, name.Namespace, 255);
  if (name.Namespace?.startsWith(":")) {
    throw invalidValue(`The value ${name.Namespace} for parameter ${path}Namespace is invalid.`);
  }
  if (name.MetricName !== undefined) checkText(`${path}MetricName`, name.MetricName, 255);
  const dimensions = name.Dimensions ?? [];
  if (dimensions.length > DIMENSIONS_MAX) {
    throw tooMany(`${path}Dimensions`, DIMENSIONS_MAX);
  }
  dimensions.forEach((dimension, i) => {
    const at = `${path}Dimensions.member.${i + 1}`;
    checkText(`${at}.Name`, dimension.Name, 255);
    checkText(`${at}.Value`, dimension.Value, 1_024);
    if (dimension.Name.startsWith(":")) {
      throw invalidValue(`The value ${dimension.Name} for parameter ${at}.Name is invalid.`);
    }
  });
}

/**
 * Checks a unit, where one is given.
 *
 * @throws {AwsError} `InvalidParameterValue`.
 */
export function checkUnit(path: string, unit: string | undefined): void {
  if (unit === undefined || UNITS.has(unit)) return;
  throw invalidValue(`The value ${unit} for parameter ${path}Unit is invalid.`);
}

function tooMany(name: string, max: number): AwsError {
  return invalidValue(`The collection ${name} must not have a size greater than ${max}.`);
}

function checkNumber(name: string, value: number): void {
  if (Number.isFinite(value) && Math.abs(value) <= VALUE_MAX) return;
  throw invalidValue(`The value ${value} for parameter ${name} is invalid.`);
}

function readStatistics(path: string, set: NonNullable<MetricDatum["StatisticValues"]>): Sample {
  const { SampleCount, Sum, Minimum, Maximum } = set;
  for (const [name, value] of Object.entries(set)) {
    checkNumber(`${path}StatisticValues.${name}`, value);
  }
  if (SampleCount <= 0 || Minimum > Maximum) {
    throw invalidValue(
      `The value of parameter ${path}StatisticValues is invalid: SampleCount must be > 0 and ` +
        `Minimum <= Maximum, got ${SampleCount}, ${Minimum} and ${Maximum}.`,
    );
  }
  const raw = Minimum === Maximum && (SampleCount === 1 || Sum === Minimum * SampleCount);
  return { sampleCount: SampleCount, sum: Sum, minimum: Minimum, maximum: Maximum, raw };
}

function readValues(path: string, values: number[], counts: number[] | undefined): Sample {
  if (values.length > VALUES_MAX) throw tooMany(`${path}Values`, VALUES_MAX);
  if (counts !== undefined && counts.length !== values.length) {
    throw invalidValue(
      `The parameters ${path}Values and ${path}Counts must be of the same size, got ` +
        `${values.length} and ${counts.length}.`,
    );
  }
  const samples = values.map((value, i) => {
    const count = counts?.[i] ?? 1;
    checkNumber(`${path}Values.member.${i + 1}`, value);
    checkNumber(`${path}Counts.member.${i + 1}`, count);
    if (count < 0) {
      throw invalidValue(
        `The value ${count} for parameter ${path}Counts.member.${i + 1} is invalid.`,
      );
    }
    return sampleOf(value, count);
  });
  const [first, ...rest] = samples;
  if (first === undefined) throw missingParameter(`The parameter ${path}Value is required.`);
  for (const sample of rest) mergeInto(first, sample);
  return first;
}

function readSample(path: string, datum: MetricDatum): Sample {
  const given = (["Value", "StatisticValues", "Values"] as const)
    .filter((name) => datum[name] !== undefined);
  const [only, second] = given;
  if (only !== undefined && second !== undefined) {
    throw invalidCombination(
      `The parameters ${path}${only} and ${path}${second} are mutually exclusive and you have ` +
        "specified both.",
    );
  }
  if (datum.Value !== undefined) {
    checkNumber(`${path}Value`, datum.Value);
    return sampleOf(datum.Value);
  }
  if (datum.StatisticValues !== undefined) return readStatistics(path, datum.StatisticValues);
  if (datum.Values !== undefined) return readValues(path, datum.Values, datum.Counts);
  throw missingParameter(
    `At least one of the parameters ${path}Value, ${path}Values and ${path}StatisticValues must be ` +
      "specified.",
  );
}

function readTimestamp(path: string, timestampS: number | undefined, nowMs: number): number {
  const timestampMs = timestampS === undefined ? nowMs : Math.round(timestampS * 1_000);
  if (timestampMs < nowMs - PAST_MAX_MS) {
    throw invalidValue(
      `The parameter ${path}Timestamp must specify a time within the past two weeks.`,
    );
  }
  if (timestampMs > nowMs + FUTURE_MAX_MS) {
    throw invalidValue(
      `The parameter ${path}Timestamp must specify a time no more than two hours in the future.`,
    );
  }
  return timestampMs;
}

function readDatum(namespace: string, datum: MetricDatum, index: number, nowMs: number): Datum {
  const path = `MetricData.member.${index + 1}.`;
  checkMetricName(path, datum);
  checkUnit(path, datum.Unit);
  const resolution = datum.StorageResolution ?? 60;
  if (resolution !== 1 && resolution !== 60) {
    throw invalidValue(
      `The value ${resolution} for parameter ${path}StorageResolution is invalid: it must be 1 or 60.`,
    );
  }
  return {
    namespace,
    metricName: datum.MetricName,
    dimensions: datum.Dimensions ?? [],
    timestampMs: readTimestamp(path, datum.Timestamp, nowMs),
    unit: datum.Unit ?? "None",
    highResolution: resolution === 1,
    sample: readSample(path, datum),
  };
}

/**
 * Adds a request's data, all or none.
 *
 * @throws {AwsError} as CloudWatch does.
 */
export function putMetricData(
  store: MetricStore,
  input: PutMetricDataInput,
  nowMs: number,
): object {
  checkMetricName("", { Namespace: input.Namespace });
  if (input.Namespace.startsWith("AWS/")) {
    throw invalidValue(
      `The value ${input.Namespace} for parameter Namespace is invalid: AWS/ is for AWS's own metrics.`,
    );
  }
  if (input.EntityMetricData !== undefined) {
    throw invalidValue("The parameter EntityMetricData is not embedded: put MetricData instead.");
  }
  const data = input.MetricData ?? [];
  if (data.length === 0) throw missingParameter("The parameter MetricData is required.");
  if (data.length > METRICS_MAX) throw tooMany("MetricData", METRICS_MAX);
  const read = data.map((datum, i) => readDatum(input.Namespace, datum, i, nowMs));
  for (const datum of read) store.add(datum);
  return {};
}
