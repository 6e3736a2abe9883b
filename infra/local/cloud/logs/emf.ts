/**
 * The embedded metric format: metrics written as JSON lines in a log.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @module
 */
import { isStructure } from "../http/members.ts";
import type { Datum, Dimension } from "../cloudwatch/metric_store.ts";
import { UNITS } from "../cloudwatch/put_metric_data.ts";
import { mergeSamples, type Sample, sampleOf } from "../cloudwatch/statistics.ts";

const VALUES_MAX = 100;
const METRICS_MAX = 100;
const DIMENSIONS_MAX = 30;

function readSample(value: unknown): Sample | undefined {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const numbers = values.filter((item) => typeof item === "number" && Number.isFinite(item));
  if (numbers.length < values.length || numbers.length > VALUES_MAX) return undefined;
  return mergeSamples(numbers.map((item) => sampleOf(Number(item))));
}

function readDimensions(names: unknown, line: Record<string, unknown>): Dimension[] | undefined {
  if (!Array.isArray(names) || names.length > DIMENSIONS_MAX) return undefined;
  const dimensions: Dimension[] = [];
  for (const name of names) {
    const value = typeof name === "string" ? line[name] : undefined;
    if (typeof name !== "string" || typeof value !== "string" || value === "") return undefined;
    dimensions.push({ Name: name, Value: value });
  }
  return dimensions;
}

function readDirective(directive: unknown, line: Record<string, unknown>, timestampMs: number) {
  if (!isStructure(directive)) return [];
  const { Namespace: namespace, Dimensions: sets, Metrics: metrics } = directive;
  if (typeof namespace !== "string" || !Array.isArray(metrics) || metrics.length > METRICS_MAX) {
    return [];
  }
  const data: Datum[] = [];
  for (const metric of metrics) {
    if (!isStructure(metric) || typeof metric["Name"] !== "string") continue;
    const metricName = metric["Name"];
    const sample = readSample(line[metricName]);
    const unit = typeof metric["Unit"] === "string" ? metric["Unit"] : "None";
    if (sample === undefined || !UNITS.has(unit)) continue;
    const highResolution = metric["StorageResolution"] === 1;
    for (const names of Array.isArray(sets) && sets.length > 0 ? sets : [[]]) {
      const dimensions = readDimensions(names, line);
      if (dimensions === undefined) continue;
      data.push({ namespace, metricName, dimensions, timestampMs, unit, highResolution, sample });
    }
  }
  return data;
}

/**
 * The metrics that a log line embeds; none where it embeds none. What a line says wrongly (a dimension
 * without a text, a value that is no number, an unknown unit) is left out, as on AWS.
 */
export function readEmbeddedMetrics(message: string): Datum[] {
  // Most lines have none, and parsing every line would cost more than storing it.
  if (!message.startsWith("{") || !message.includes('"_aws"')) return [];
  let line: unknown;
  try {
    line = JSON.parse(message);
  } catch {
    return [];
  }
  if (!isStructure(line) || !isStructure(line["_aws"])) return [];
  const { Timestamp: timestampMs, CloudWatchMetrics: directives } = line["_aws"];
  if (typeof timestampMs !== "number" || !Array.isArray(directives)) return [];
  return directives.flatMap((directive) => readDirective(directive, line, timestampMs));
}
