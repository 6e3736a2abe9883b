/**
 * The tables of a run folder: every column once, with type, unit, meaning and constraints. The CSV
 * writers, `datapackage.json`, `--json` and `runs check` are all made from it.
 *
 * @module
 */

/** Value type of a column, in Frictionless Table Schema's words. */
export type ColumnType = "string" | "integer" | "number" | "boolean";

/** One column of a table. */
export interface Column {
  name: string;
  type: ColumnType;
  description: string;
  unit?: string;
  /** Never empty. */
  required?: true;
  /** The only values it takes. */
  oneOf?: readonly string[];
  /** Smallest value it takes. */
  minimum?: number;
  /** Largest value it takes. */
  maximum?: number;
}

/** One CSV file of a run folder. */
export interface Table {
  file: string;
  description: string;
  columns: readonly Column[];
  /** Columns that together name a row, where there are such. */
  primaryKey?: readonly string[];
}

const PATHS = ["sync", "queue", "lambda"] as const;

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

/** How a trial ended. */
export const TRIAL_STATES = ["completed", "not_drained", "failed", "interrupted"] as const;

/** See {@linkcode TRIAL_STATES}. */
export type TrialState = typeof TRIAL_STATES[number];

const text = (name: string, description: string, more: Partial<Column> = {}): Column => ({
  name,
  type: "string",
  description,
  ...more,
});

const count = (name: string, description: string, more: Partial<Column> = {}): Column => ({
  name,
  type: "integer",
  minimum: 0,
  unit: "orders",
  required: true,
  description,
  ...more,
});

const measure = (
  name: string,
  unit: string,
  description: string,
  more: Partial<Column> = {},
): Column => ({ name, type: "number", unit, description, minimum: 0, ...more });

const time = (name: string, description: string): Column => ({
  name,
  type: "number",
  unit: "ms since the run's start",
  description,
});

const trial = text("trial", "Trial id; contains a letter.", { required: true });
const repetition: Column = {
  name: "repetition",
  type: "integer",
  minimum: 1,
  required: true,
  description: "Execution of the trial, from 1.",
};
const path = text("path", "Path of the order.", { required: true, oneOf: PATHS });

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

/** One row per trial and repetition. */
export const summaryTable: Table = {
  file: "summary.csv",
  description: "One row per trial and repetition.",
  primaryKey: ["trial", "repetition"],
  columns: [
    text("experiment", "Name of the experiment.", { required: true }),
    text("target", "Where it ran.", { required: true, oneOf: ["local", "sim", "aws"] }),
    text("size", "Named set of numbers.", { required: true }),
    measure("time_factor", "1", "How much faster than the original the payment is.", {
      required: true,
    }),
    trial,
    repetition,
    path,
    text("load_model", "open: sends do not wait for answers; closed: users do.", {
      required: true,
      oneOf: ["open", "closed"],
    }),
    { ...count("users", "Closed-loop users; empty on open loop."), unit: "users" },
    count("workers", "Worker processes.", { unit: "processes" }),
    count("concurrency", "Orders that one worker works on at once.", { unit: "orders" }),
    count("payment_slots", "Payments at once in a process.", { unit: "slots" }),
    text("prefetch", "How far a worker takes messages ahead.", { required: true }),
    measure("service_time_ms", "ms", "Time of one payment, as configured.", { required: true }),
    measure("offered_rate_per_s", "orders/s", "Arrivals per second of the load phase."),
    measure("offered_load_erlang", "erlang", "Arrival rate × service time."),
    count("scheduled", "Sends intended."),
    count("sent", "Sends made."),
    count("unsent", "Sends not made: too many in flight, or interrupted."),
    count("confirmed", "Sends answered with 2xx."),
    count("rejected", "Sends refused by the service."),
    count("failed", "Sends without a usable answer."),
    count("accepted", "Orders that the service took: confirmed, or with a ledger event."),
    count("unconfirmed", "Accepted orders whose client had no 2xx."),
    count("completed", "Accepted orders paid at least once."),
    count("duplicated", "Orders paid more than once."),
    count("dead_lettered", "Orders in the dead-letter queue."),
    count("outstanding", "Accepted orders still queued at the drain's deadline."),
    count("lost", "Accepted orders that are nowhere."),
    measure("response_ms_p50", "ms", "From the scheduled send to the 2xx, median."),
    measure("response_ms_p95", "ms", "From the scheduled send to the 2xx, 95th percentile."),
    measure("response_ms_p99", "ms", "From the scheduled send to the 2xx, 99th percentile."),
    measure("response_ms_max", "ms", "From the scheduled send to the 2xx, largest."),
    measure("last_confirmed_s", "s", "From the start of the load to the last 2xx."),
    measure("send_lag_ms_p99", "ms", "From the scheduled to the actual send, 99th percentile."),
    measure("payment_ms_mean", "ms", "Measured time of a payment, mean."),
    measure("payment_ms_p99", "ms", "Measured time of a payment, 99th percentile."),
    count("backlog_peak_orders", "Most accepted and unfinished orders at once, by ledger."),
    {
      ...count("queue_visible_peak_messages", "Most visible messages, as CloudWatch saw them."),
      unit: "messages",
    },
    measure("queue_age_peak_s", "s", "Oldest message's largest age, as CloudWatch saw it."),
    count("queue_periods", "Datapoints behind each queue_…_peak.", {
      unit: "datapoints",
    }),
    measure("load_s", "s", "From the start of the load to the last acceptance."),
    measure(
      "drain_s",
      "s",
      "From the last acceptance to the last first-completion; empty where orders are left.",
    ),
    {
      ...measure(
        "backlog_growth_per_s",
        "orders/s",
        "Growth of the backlog from the first completion to the last acceptance; negative where it shrank.",
      ),
      minimum: -1e9,
    },
    measure("age_ms_mean", "ms", "From acceptance to first completion, mean."),
    measure("age_ms_p50", "ms", "From acceptance to first completion, median."),
    measure("age_ms_p99", "ms", "From acceptance to first completion, 99th percentile."),
    measure("age_ms_max", "ms", "From acceptance to first completion, largest."),
    measure("hold_ms_max", "ms", "From first receive to first completion, largest."),
    count("payments", "Payments made, duplicates too.", { unit: "payments" }),
    measure("throughput_per_s", "orders/s", "Completions per second of the window named."),
    text("throughput_window", "utilisation: while all slots could be busy; load: the load phase.", {
      oneOf: ["utilisation", "load"],
    }),
    measure("utilisation_ratio", "1", "Busy slot-seconds / slot-seconds of its window."),
    measure("worker_cpu_s", "s", "Processor time of the workers from load start to drained."),
    measure("worker_rss_peak_bytes", "bytes", "Largest resident set of a worker process."),
    measure(
      "shots",
      "shots",
      "Faults fired at the trial's services; empty where none were planned.",
    ),
    text("marks", "What to be careful about, separated by ;"),
    text("state", "How the trial ended.", { required: true, oneOf: TRIAL_STATES }),
  ].map((column) =>
    column.name === "users" || column.name === "queue_visible_peak_messages"
      ? optional(column)
      : column
  ),
};

function optional({ required: _, ...column }: Column): Column {
  return column;
}

/** All tables of a run folder, in the order of `datapackage.json`. */
export const tables: readonly Table[] = [
  summaryTable,
  ordersTable,
  requestsTable,
  queueTable,
  serviceTable,
];
