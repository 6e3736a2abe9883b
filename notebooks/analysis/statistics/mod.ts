/**
 * Statistics of measured values: what repetitions say together, and what they do not say.
 *
 * Pure and without dependencies, so that the commands can use it as the notebooks do. A difference is
 * always `b − a`. An interval is of 95 % unless asked otherwise, and `undefined` where there are fewer
 * than five values: none is invented.
 *
 * @module
 */
export { ascending, mean, quantile } from "../../../experiments/run/quantiles.ts";
export {
  bootstrapDifferenceInterval,
  bootstrapInterval,
  type BootstrapOptions,
  type Statistic,
} from "./bootstrap.ts";
export { type EcdfPoint, ecdfPoints } from "./ecdf.ts";
export { cliffsDelta, cliffsDeltaWord, hedgesG } from "./effect_size.ts";
export { meanInterval, VALUES_MIN } from "./mean_interval.ts";
export { standardDeviation, variance } from "./moments.ts";
export { type Line, linearRegression } from "./regression.ts";
export { studentTCdf, studentTQuantile, studentTTwoSidedP } from "./student_t.ts";
export { type WelchDifference, welchDifference } from "./welch.ts";
