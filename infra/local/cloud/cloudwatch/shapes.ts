/**
 * The shapes of our CloudWatch operations, from the AWS service model (botocore 1.44.5,
 * cloudwatch/2010-08-01). One description serves the three protocols: it says how text of the query
 * protocol is read, how XML is written, and which numbers CBOR marks as times.
 *
 * Times are epoch seconds, fractions allowed, in all of them.
 *
 * @module
 */

/** What a member is. */
export type Shape =
  | { type: "string" | "double" | "integer" | "boolean" | "timestamp" }
  | { type: "list"; member: Shape }
  | { type: "map"; value: Shape }
  | { type: "structure"; members: Readonly<Record<string, Shape>>; required?: readonly string[] };

/** One operation's request and answer; no output shape where it answers nothing. */
export interface OperationShapes {
  input: Shape;
  output?: Shape;
}

const string: Shape = { type: "string" };
const double: Shape = { type: "double" };
const integer: Shape = { type: "integer" };
const boolean: Shape = { type: "boolean" };
const timestamp: Shape = { type: "timestamp" };

function list(member: Shape): Shape {
  return { type: "list", member };
}

function structure(
  members: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
): Shape {
  return { type: "structure", members, required };
}

const dimensions = list(structure({ Name: string, Value: string }, ["Name", "Value"]));
const metric = structure({ Namespace: string, MetricName: string, Dimensions: dimensions });

const metricDatum = structure({
  MetricName: string,
  Dimensions: dimensions,
  Timestamp: timestamp,
  Value: double,
  StatisticValues: structure(
    { SampleCount: double, Sum: double, Minimum: double, Maximum: double },
    ["SampleCount", "Sum", "Minimum", "Maximum"],
  ),
  Values: list(double),
  Counts: list(double),
  Unit: string,
  StorageResolution: integer,
}, ["MetricName"]);

const metricDataQuery = structure({
  Id: string,
  MetricStat: structure(
    { Metric: metric, Period: integer, Stat: string, Unit: string },
    ["Metric", "Period", "Stat"],
  ),
  Expression: string,
  Label: string,
  ReturnData: boolean,
  Period: integer,
  AccountId: string,
}, ["Id"]);

const messages = list(structure({ Code: string, Value: string }));

/** Our CloudWatch operations by name. */
export const CLOUDWATCH_SHAPES: Readonly<Record<string, OperationShapes>> = {
  PutMetricData: {
    input: structure({
      Namespace: string,
      MetricData: list(metricDatum),
      EntityMetricData: list(structure({})),
      StrictEntityValidation: boolean,
    }, ["Namespace"]),
  },
  GetMetricData: {
    input: structure({
      MetricDataQueries: list(metricDataQuery),
      StartTime: timestamp,
      EndTime: timestamp,
      NextToken: string,
      ScanBy: string,
      MaxDatapoints: integer,
      LabelOptions: structure({ Timezone: string }),
    }, ["MetricDataQueries", "StartTime", "EndTime"]),
    output: structure({
      MetricDataResults: list(structure({
        Id: string,
        Label: string,
        Timestamps: list(timestamp),
        Values: list(double),
        StatusCode: string,
        Messages: messages,
      })),
      NextToken: string,
      Messages: messages,
    }),
  },
  GetMetricStatistics: {
    input: structure({
      Namespace: string,
      MetricName: string,
      Dimensions: dimensions,
      StartTime: timestamp,
      EndTime: timestamp,
      Period: integer,
      Statistics: list(string),
      ExtendedStatistics: list(string),
      Unit: string,
    }, ["Namespace", "MetricName", "StartTime", "EndTime", "Period"]),
    output: structure({
      Label: string,
      Datapoints: list(structure({
        Timestamp: timestamp,
        SampleCount: double,
        Average: double,
        Sum: double,
        Minimum: double,
        Maximum: double,
        Unit: string,
        ExtendedStatistics: { type: "map", value: double },
      })),
    }),
  },
  ListMetrics: {
    input: structure({
      Namespace: string,
      MetricName: string,
      Dimensions: list(structure({ Name: string, Value: string }, ["Name"])),
      NextToken: string,
      RecentlyActive: string,
      IncludeLinkedAccounts: boolean,
      OwningAccount: string,
    }),
    output: structure({ Metrics: list(metric), NextToken: string, OwningAccounts: list(string) }),
  },
};
