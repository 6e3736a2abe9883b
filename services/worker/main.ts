/**
 * The worker's host: reads the environment, wires the worker to SQS and runs it until it is told to
 * stop.
 *
 * @module
 */
import { createLedger } from "../orders/ledger.ts";
import { createPayment, createSlots } from "../orders/payment.ts";
import { reasonText } from "../orders/pay_order.ts";
import { choiceVariable, integerVariable, numberVariable } from "../environment.ts";
import {
  awsConnection,
  awsVariables,
  queueUrlVariable,
  readHostEnvironment,
  trialVariables,
} from "../aws/host_environment.ts";
import { watchLifetime } from "../aws/host_lifetime.ts";
import { startProcessStats } from "../aws/process_stats.ts";
import { createSqsQueue } from "../aws/sqs_queue.ts";
import { createStdoutRecorder } from "../aws/stdout_recorder.ts";
import { createSystemClock } from "../aws/system_clock.ts";
import { createSystemRandom } from "../aws/system_random.ts";
import { runWorker } from "./run_worker.ts";
import { createWorkerCounts, type WorkerCounts } from "./worker_counts.ts";
import { prefetchVariable } from "./prefetch_variable.ts";

const environment = readHostEnvironment("worker", {
  ...awsVariables,
  ...trialVariables,
  ORDER_QUEUE_URL: queueUrlVariable,
  ORDER_PATH: choiceVariable(["queue"], "queue"),
  CONCURRENCY: integerVariable(1, 10_000, 20),
  PAYMENT_SLOTS: integerVariable(1, 10_000, 20),
  PAYMENT_MS: numberVariable(0, 3_600_000, 3000),
  PREFETCH: prefetchVariable,
  VISIBILITY_TIMEOUT_S: integerVariable(1, 43_200, 30),
  RECEIVE_WAIT_S: integerVariable(0, 20, 20),
  MAX_RECEIVE_COUNT: integerVariable(1, 1000, 3),
});

const { TRIAL: trial, REPETITION: repetition, ORDER_PATH: path } = environment;
const host = `worker-${Deno.pid}`;
const lifetime = watchLifetime(environment.PARENT_WATCH);
const clock = createSystemClock();
const recorder = createStdoutRecorder();
const slots = createSlots(environment.PAYMENT_SLOTS);
const counts = createWorkerCounts();
const queue = createSqsQueue(awsConnection(environment), {
  queueUrl: environment.ORDER_QUEUE_URL,
  socketsMax: 256,
});
const stats = startProcessStats(
  { service: "worker", trial, repetition, host },
  environment.STATS_PERIOD_MS,
  clock.now,
  recorder.writeLine,
  () => ({ in_flight: counts.held, slots_busy: slots.busy, ...countFields(counts) }),
);

recorder.log({ event: "ready" });
let exitCode = 0;
try {
  await runWorker(
    {
      clock,
      random: createSystemRandom(),
      queue,
      payment: createPayment({ clock, slots }, environment.PAYMENT_MS),
      ledger: createLedger({ clock, recorder }, { trial, repetition, path, host }),
      log: recorder.log,
      counts,
    },
    {
      concurrency: environment.CONCURRENCY,
      paymentSlots: environment.PAYMENT_SLOTS,
      prefetch: environment.PREFETCH,
      visibilityTimeoutS: environment.VISIBILITY_TIMEOUT_S,
      receiveWaitS: environment.RECEIVE_WAIT_S,
      maxReceiveCount: environment.MAX_RECEIVE_COUNT,
    },
    lifetime.signal,
  );
} catch (error) {
  console.error(
    `Cannot go on: the queue must answer receives, got refusals for 30 s (${
      reasonText(error)
    }): ${environment.ORDER_QUEUE_URL}`,
  );
  exitCode = 1;
}
stats.end();
queue.close();
lifetime.end();
Deno.exit(exitCode);

/** The counts under the names of log fields. */
function countFields(all: Readonly<WorkerCounts>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
