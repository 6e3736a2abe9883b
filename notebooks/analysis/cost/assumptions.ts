/**
 * Everything that the cost and the business table assume, in one place. Nothing beside these, the
 * prices, what runs counted and the volume that is asked for decides a figure; each can be changed by
 * argument.
 *
 * Free tiers are not subtracted unless asked for (`free_tier.ts`): they are an account's, not a
 * path's.
 *
 * @module
 */
import { originalTopology } from "../../../infra/topology.ts";

/** One assumption. */
export interface Assumption {
  value: number;
  unit: string;
  /** Smallest value that makes sense; default 0. */
  least?: number;
  /** Largest value that makes sense. */
  most?: number;
  /** Comes in whole numbers only. */
  whole?: true;
  /** Why this value, in one sentence. */
  reason: string;
}

const TOPOLOGY = "infra/topology.ts";
const README = "data/reference/README.md";
const PARAMETERS = "data/reference/model_parameters.csv";

/** All assumptions. */
export const ASSUMPTIONS = {
  hoursPerMonth: {
    value: 730,
    unit: "h",
    least: 1,
    most: 744,
    reason: "a twelfth of a year of 8,760 h, as AWS's own calculator has it",
  },
  peakToMeanRatio: {
    value: 10,
    unit: "ratio",
    least: 1,
    reason: "a shop with a day's rhythm and sales: all orders come in a tenth of the time",
  },
  burstsPerMonth: {
    value: 30,
    unit: "bursts",
    reason: "one busy time a day, after which autoscaled tasks stay for a while",
  },
  scaleInS: {
    value: 900,
    unit: "s",
    reason:
      `15 of 15 minutes below the alarm's threshold (tt_scale_in_datapoints in ${PARAMETERS})`,
  },
  busyAtPeakShare: {
    value: 0.8,
    unit: "share",
    least: 0.01,
    most: 1,
    reason: "as the scaling alarms of infra/path_scaling.ts: at 1, waits grow without bound",
  },
  taskCpuUnits: {
    value: originalTopology.taskCpuUnits,
    unit: "CPU units",
    least: 256,
    reason: `the original's tasks (${TOPOLOGY}); 1,024 are one vCPU`,
  },
  taskMemoryMb: {
    value: originalTopology.taskMemoryMb,
    unit: "MiB",
    least: 512,
    reason: `the original's tasks (${TOPOLOGY})`,
  },
  apiTasksMin: {
    value: originalTopology.apiTasksMin,
    unit: "tasks",
    whole: true,
    reason: `the original's service scales from 2 tasks (${TOPOLOGY})`,
  },
  workerTasksMin: {
    value: originalTopology.workerTasksMin,
    unit: "tasks",
    whole: true,
    reason: `one task reads the queue also when nothing comes (${TOPOLOGY})`,
  },
  paymentSlots: {
    value: originalTopology.paymentSlots,
    unit: "slots",
    least: 1,
    whole: true,
    reason: `payments at once in one task: the original's 5 (${TOPOLOGY})`,
  },
  serviceTimeMs: {
    value: originalTopology.paymentMs,
    unit: "ms",
    reason: `the original's payment (${TOPOLOGY})`,
  },
  taskOverheadMs: {
    value: 4,
    unit: "ms",
    reason: `a slot takes 3.004 s for an order of 3 s (${README})`,
  },
  ordersPerApiTaskPerS: {
    value: 100,
    unit: "orders/s",
    least: 0.01,
    reason: "a guess for a quarter of a vCPU, well below what `bench api` accepts on two cores",
  },
  functionMemoryMb: {
    value: originalTopology.functionMemoryMb,
    unit: "MiB",
    least: 128,
    most: 10_240,
    reason: `the original's function (${TOPOLOGY})`,
  },
  functionOverheadMs: {
    value: 3,
    unit: "ms",
    reason: "the original published 3,003 ms for a payment of 3,000 (lambda_duration)",
  },
  initMs: {
    value: 60,
    unit: "ms",
    reason: "the original published a mean of 60 ms (lambda_init); billed since 2025-08-01",
  },
  coldStartShare: {
    value: 0.01,
    unit: "share",
    most: 1,
    reason: `AWS names under 1 % in production (cold_start_share_of_invocations in ${PARAMETERS})`,
  },
  messageBytes: {
    value: 250,
    unit: "bytes",
    least: 1,
    most: 262_144,
    reason:
      "an order of the load generator with its attribute: SentMessageSize of a run was 228 to 249",
  },
  messagesPerPublish: {
    value: 1,
    unit: "messages",
    least: 1,
    most: 10,
    reason: "the API batches within 2 ms, in which two orders hardly meet below 100 a second",
  },
  sendsBilledPerDelivery: {
    value: 1,
    unit: "requests",
    most: 1,
    reason: "SNS delivers to SQS for nothing, but standard SQS pricing applies (prices.csv)",
  },
  messagesPerReceive: {
    value: 1,
    unit: "messages",
    least: 1,
    most: 10,
    reason: "a queue that is kept empty gives one message a receive; a backlog gives up to ten",
  },
  messagesPerDelete: {
    value: 1,
    unit: "messages",
    least: 1,
    most: 10,
    reason: "the worker batches within 10 ms, in which two payments hardly end together",
  },
  receiveWaitS: {
    value: originalTopology.receiveWaitS,
    unit: "s",
    least: 1,
    most: 20,
    reason: `the original's long poll (${TOPOLOGY}); an idle worker keeps one open`,
  },
  newConnectionsPerOrder: {
    value: 1,
    unit: "connections",
    reason: "customers come once: each order brings a connection of its own",
  },
  connectionS: {
    value: 60,
    unit: "s",
    reason: "a client leaves its connection open until the balancer's idle time-out of 60 s",
  },
  bytesInPerOrder: {
    value: 600,
    unit: "bytes",
    reason: "a body of 250 bytes and a browser's headers",
  },
  bytesOutPerOrder: {
    value: 350,
    unit: "bytes",
    reason: "an answer of 150 bytes and its headers",
  },
  availabilityZones: {
    value: 2,
    unit: "zones",
    least: 2,
    whole: true,
    reason: "a load balancer needs two, and has a public address in each",
  },
  addressesPerTask: {
    value: 1,
    unit: "addresses",
    most: 1,
    reason: "tasks in a public subnet; 0 behind NAT or endpoints, which are not counted here",
  },
  ledgerLineBytes: {
    value: 190,
    unit: "bytes",
    reason: "a line of the services' ledger: 182 to 206 bytes with an id of 36 characters",
  },
  logEventBytes: {
    value: 26,
    unit: "bytes",
    reason: `what CloudWatch Logs adds to every event (PutLogEvents_batch in ${PARAMETERS})`,
  },
  functionLogBytes: {
    value: 400,
    unit: "bytes",
    reason: "Lambda's own lines of an invocation: START, END and REPORT",
  },
  statsLineBytes: {
    value: 900,
    unit: "bytes",
    reason: "a line of the services' statistics: 815 bytes of an API, 909 of a worker",
  },
  statsPeriodS: {
    value: 60,
    unit: "s",
    least: 1,
    reason: "as CloudWatch's own metrics; the laboratory writes one a second, 60 times as much",
  },
  metricsPerService: {
    value: 4,
    unit: "metrics",
    reason: "CpuTime, ResidentMemory, EventLoopLagMax, InFlight (services/aws/process_stats.ts)",
  },
  saleCustomers: {
    value: 10_000,
    unit: "customers",
    reason: "the flash sale of the original's business case (revenue_sync in published.csv)",
  },
  orderValueUsd: {
    value: 100,
    unit: "USD/order",
    reason: "the order of the original's business case (revenue_sync in published.csv)",
  },
} as const satisfies Record<string, Assumption>;
