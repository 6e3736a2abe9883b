/** One metric of an EMF line. */
export interface EmfMetric {
  /** As CloudWatch is to show it. */
  name: string;
  /** A CloudWatch unit. */
  unit: "Seconds" | "Bytes" | "Milliseconds" | "Count";
  value: number;
}

/** Namespace of the services' own metrics. */
export const EMF_NAMESPACE = "Spillway";

/**
 * A log line that CloudWatch turns into metrics by service and trial.
 *
 * Source: CloudWatch User Guide, "Specification: Embedded metric format".
 *
 * @param atMs epoch milliseconds of the metrics.
 * @param fields further members, among them `service` and `trial`, the dimensions.
 */
export function emfLine(
  atMs: number,
  metrics: readonly EmfMetric[],
  fields: Readonly<{ service: string; trial: string } & Record<string, unknown>>,
): Record<string, unknown> {
  return {
    _aws: {
      Timestamp: Math.floor(atMs),
      CloudWatchMetrics: [{
        Namespace: EMF_NAMESPACE,
        Dimensions: [["service", "trial"]],
        // High resolution: a quick run is over before a minute is.
        Metrics: metrics.map(({ name, unit }) => ({
          Name: name,
          Unit: unit,
          StorageResolution: 1,
        })),
      }],
    },
    ...fields,
    ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  };
}
