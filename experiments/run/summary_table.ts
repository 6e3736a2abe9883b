/**
 * The columns of `summary.csv`.
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
  trial,
} from "./columns.ts";

/** How a trial ended. */
export const TRIAL_STATES = ["completed", "not_drained", "failed", "interrupted"] as const;

/** See {@linkcode TRIAL_STATES}. */
export type TrialState = typeof TRIAL_STATES[number];

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
    count(
      "outstanding",
      "Accepted orders still queued at the drain's deadline; all of a trial marked ledger_unavailable.",
    ),
    count("lost", "Accepted orders that are nowhere."),
    measure("response_ms_p50", "ms", "From the scheduled send to the 2xx, median."),
    measure("response_ms_p95", "ms", "From the scheduled send to the 2xx, 95th percentile."),
    measure("response_ms_p99", "ms", "From the scheduled send to the 2xx, 99th percentile."),
    measure("response_ms_max", "ms", "From the scheduled send to the 2xx, largest."),
    measure("send_lag_ms_p99", "ms", "From the scheduled to the actual send, 99th percentile."),
    measure("payment_ms_mean", "ms", "Measured time of a payment, mean."),
    measure("payment_ms_p99", "ms", "Measured time of a payment, 99th percentile."),
    optional(
      count(
        "backlog_peak_orders",
        "Most accepted and unfinished orders at once, by ledger; empty without one.",
      ),
    ),
    {
      ...count("queue_visible_peak_messages", "Most visible messages, as CloudWatch saw them."),
      unit: "messages",
    },
    count("queue_periods", "Datapoints behind each queue_…_peak.", {
      unit: "datapoints",
    }),
    measure("load_s", "s", "From the start of the load to the last acceptance."),
    measure(
      "drain_s",
      "s",
      "From the last acceptance to the last first-completion; empty where orders are left.",
    ),
    measure("throughput_per_s", "orders/s", "Completions per second of the window named."),
    text("throughput_window", "utilisation: while all slots could be busy; load: the load phase.", {
      oneOf: ["utilisation", "load"],
    }),
    measure("utilisation_ratio", "1", "Busy slot-seconds / slot-seconds of its window."),
    measure("worker_cpu_s", "s", "Processor time of the workers from load start to drained."),
    measure("worker_rss_peak_bytes", "bytes", "Largest resident set of a worker process."),
    text("marks", "What to be careful about, separated by ;"),
    text("state", "How the trial ended.", { required: true, oneOf: TRIAL_STATES }),
    // What single experiments ask for besides.
    measure("last_confirmed_s", "s", "From the start of the load to the last 2xx."),
    measure("queue_age_peak_s", "s", "Oldest message's largest age, as CloudWatch saw it."),
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
    measure(
      "shots",
      "shots",
      "Faults fired at the trial's services; empty where none were planned.",
    ),
  ].map((column) =>
    column.name === "users" || column.name === "queue_visible_peak_messages"
      ? optional(column)
      : column
  ),
};

function optional({ required: _, ...column }: Column): Column {
  return column;
}
