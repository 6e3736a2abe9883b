/**
 * Which periods a request asks for.
 *
 * @module
 */
import type { AwsError } from "../http/aws_error.ts";
import type { MetricRange } from "./metric_store.ts";

const SUB_MINUTE_S = new Set([1, 5, 10, 20, 30]);

/**
 * The range of a request. The start is rounded down to the minute, or to the period below a minute;
 * periods are counted from there.
 *
 * @param fault what the operation throws: GetMetricData validates, GetMetricStatistics names the value.
 * @throws {AwsError} made by `fault` for a period that CloudWatch does not have, or a start that
 * is not before the end.
 */
export function metricRange(
  path: string,
  request: { startS: number; endS: number; periodS: number; unit?: string | undefined },
  fault: (message: string) => AwsError,
): MetricRange {
  const { startS, endS, periodS, unit } = request;
  if (!SUB_MINUTE_S.has(periodS) && !(periodS > 0 && periodS % 60 === 0)) {
    throw fault(
      `The value ${periodS} for parameter ${path}Period is invalid: it must be 1, 5, 10, 20, 30 or a ` +
        "multiple of 60.",
    );
  }
  if (!(startS < endS)) {
    throw fault("The parameter StartTime must be less than the parameter EndTime.");
  }
  const grainS = Math.min(60, periodS);
  return {
    startMs: Math.floor(startS / grainS) * grainS * 1_000,
    endMs: Math.round(endS * 1_000),
    periodMs: periodS * 1_000,
    unit,
  };
}
