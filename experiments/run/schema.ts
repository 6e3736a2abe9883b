/**
 * The tables of a run folder: every column once, with type, unit, meaning and constraints. The CSV
 * writers, `datapackage.json`, `--json` and `runs check` are all made from it.
 *
 * @module
 */
import {
  type Column,
  count,
  measure,
  path,
  repetition,
  type Table,
  text,
  time,
  trial,
} from "./columns.ts";
import { summaryTable } from "./summary_table.ts";

export type { Column, ColumnType, Table } from "./columns.ts";
export { summaryTable, TRIAL_STATES, type TrialState } from "./summary_table.ts";

/** Final states of an order; see {@linkcode ordersTable}. */
export const FINAL_STATES = [
  "completed",
  "dead_lettered",
  "outstanding",
  "lost",
  "rejected",
  "failed",
  "unsent",
] as const;

/** See {@linkcode FINAL_STATES}. */
export type FinalState = typeof FINAL_STATES[number];

/** What became of a send. */
export const OUTCOMES = ["confirmed", "rejected", "failed", "unsent"] as const;

/** The ledger: one row per order. */
export const ordersTable: Table = {
  file: "orders.csv",
  description: "The ledger: one row per order with every timestamp and its one final state.",
  primaryKey: ["trial", "repetition", "order_id"],
  columns: [
    trial,
    repetition,
    text("order_id", "The order's id.", { required: true }),
    path,
    time("scheduled_at_ms", "When the load plan meant it to be sent."),
    time("sent_at_ms", "When the client sent it."),
    time("responded_at_ms", "When the client had its answer."),
    time("accepted_at_ms", "When the service took it; empty if that event is missing."),
    time("received_at_ms", "When a worker first held it."),
    time("started_at_ms", "Start of its first payment."),
    time("completed_at_ms", "End of its first payment."),
    count("attempts", "How often it was received, or a payment of it was started.", {
      unit: "attempts",
    }),
    count("completions", "How often it was paid; more than 1 is a duplicate.", {
      unit: "payments",
    }),
    {
      name: "cold_start",
      type: "boolean",
      description: "Worked on by an execution environment that had to start; empty off `lambda`.",
    },
    text("final_state", "What became of it.", { required: true, oneOf: FINAL_STATES }),
  ],
};

/** Every intended send. */
export const requestsTable: Table = {
  file: "requests.csv",
  description: "Every intended send of the load generator, also unsent and failed ones.",
  primaryKey: ["trial", "repetition", "order_id"],
  columns: [
    trial,
    repetition,
    text("order_id", "The order's id.", { required: true }),
    path,
    text("sender", "Which user or generator sent it.", { required: true }),
    time("scheduled_at_ms", "When the load plan meant it to be sent."),
    time("sent_at_ms", "When it was sent."),
    time("responded_at_ms", "When its answer was there, or it was known to have failed."),
    {
      name: "status",
      type: "integer",
      minimum: 100,
      maximum: 599,
      description: "HTTP status; empty without an answer.",
    },
    text("outcome", "What became of it.", { required: true, oneOf: OUTCOMES }),
    text("error", "Why it failed, was rejected or not sent."),
  ],
};

const datapointColumns: readonly Column[] = [
  trial,
  repetition,
  text("namespace", "CloudWatch namespace.", { required: true }),
  text("metric", "CloudWatch metric name.", { required: true }),
  text("dimensions", "Dimensions as name=value, separated by ;", {}),
  text("statistic", "CloudWatch statistic.", { required: true }),
  measure("period_s", "s", "Period of the datapoint.", { required: true, minimum: 1 }),
  time("at_ms", "Start of the period."),
  { name: "value", type: "number", required: true, description: "The value, as returned." },
  text("unit", "CloudWatch unit."),
];

/** Queue metrics as CloudWatch returned them. */
export const queueTable: Table = {
  file: "queue.csv",
  description: "AWS/SQS datapoints as CloudWatch returned them.",
  columns: datapointColumns,
};

/** Service metrics as CloudWatch returned them. */
export const serviceTable: Table = {
  file: "service.csv",
  description: "Datapoints of the services and of the embedded cloud as CloudWatch returned them.",
  columns: datapointColumns,
};

/** All tables of a run folder, in the order of `datapackage.json`. */
export const tables: readonly Table[] = [
  summaryTable,
  ordersTable,
  requestsTable,
  queueTable,
  serviceTable,
];
