/**
 * The API's host: reads the environment, wires the API to SNS and serves it until it is told to stop.
 *
 * @module
 */
import { createPayment, createSlots } from "../orders/payment.ts";
import { reasonText } from "../orders/pay_order.ts";
import { choiceVariable, integerVariable, numberVariable, textVariable } from "../environment.ts";
import {
  awsConnection,
  awsVariables,
  readHostEnvironment,
  topicArnVariable,
  trialVariables,
} from "../aws/host_environment.ts";
import { watchLifetime } from "../aws/host_lifetime.ts";
import { startProcessStats } from "../aws/process_stats.ts";
import { createSnsTopic } from "../aws/sns_topic.ts";
import { createStdoutRecorder } from "../aws/stdout_recorder.ts";
import { createSystemClock } from "../aws/system_clock.ts";
import { createSystemRandom } from "../aws/system_random.ts";
import { createApiCounts } from "./api_settings.ts";
import { createApi } from "./create_api.ts";
import { createPublishBatcher } from "./publish_batcher.ts";

const environment = readHostEnvironment("api", {
  ...awsVariables,
  ...trialVariables,
  HOST: textVariable("must be a host name or address", /^[A-Za-z0-9.:-]+$/, "127.0.0.1"),
  PORT: integerVariable(0, 65_535, 0),
  ORDER_TOPIC_ARN: topicArnVariable,
  ORDER_PATH: choiceVariable(["queue", "lambda"], "queue"),
  PAYMENT_SLOTS: integerVariable(1, 10_000, 5),
  PAYMENT_MS: numberVariable(0, 3_600_000, 3000),
  ON_DISCONNECT: choiceVariable(["cancel", "pay"], "cancel"),
  IN_FLIGHT_MAX: integerVariable(1, 1_000_000, 10_000),
  PUBLISH_BATCH_MAX: integerVariable(1, 10, 10),
  PUBLISH_LINGER_MS: integerVariable(0, 1000, 2),
  PUBLISHES_IN_FLIGHT_MAX: integerVariable(1, 1000, 64),
});

const { TRIAL: trial, REPETITION: repetition, ORDER_PATH: path } = environment;
const host = `api-${Deno.pid}`;
const lifetime = watchLifetime(environment.PARENT_WATCH);
const clock = createSystemClock();
const recorder = createStdoutRecorder();
const slots = createSlots(environment.PAYMENT_SLOTS);
const counts = createApiCounts();
const topic = createSnsTopic(awsConnection(environment), {
  topicArn: environment.ORDER_TOPIC_ARN,
  trial,
  socketsMax: environment.PUBLISHES_IN_FLIGHT_MAX,
});
const batcher = createPublishBatcher({ topic, clock }, {
  batchMax: environment.PUBLISH_BATCH_MAX,
  lingerMs: environment.PUBLISH_LINGER_MS,
  inFlightMax: environment.PUBLISHES_IN_FLIGHT_MAX,
});
const api = createApi(
  {
    clock,
    random: createSystemRandom(),
    recorder,
    payment: createPayment({ clock, slots }, environment.PAYMENT_MS),
    slots,
    publish: batcher.publish,
    counts,
  },
  {
    trial,
    repetition,
    host,
    path,
    onDisconnect: environment.ON_DISCONNECT,
    inFlightMax: environment.IN_FLIGHT_MAX,
  },
);
const server = listen();
const stats = startProcessStats(
  { service: "api", trial, repetition, host },
  environment.STATS_PERIOD_MS,
  clock.now,
  recorder.writeLine,
  () => ({
    in_flight: counts.inFlight,
    slots_busy: slots.busy,
    slots_waiting: slots.waiting,
    processed: counts.processed,
    failed: counts.failed,
    rejected: counts.rejected,
    overloaded: counts.overloaded,
    publishes: batcher.counts.calls,
    published: batcher.counts.orders,
    publishes_in_flight: batcher.counts.inFlight,
    publishes_waiting: batcher.counts.waiting,
  }),
);

await Promise.race([server.finished, stopRequested(lifetime.signal)]);
const shutDown = server.shutdown();
recorder.log({ event: "stopping", in_flight: counts.inFlight });
batcher.flush();
await shutDown;
await batcher.drain();
stats.end();
topic.close();
lifetime.end();
Deno.exit(0);

function listen(): Deno.HttpServer<Deno.NetAddr> {
  const { HOST: hostname, PORT: port } = environment;
  try {
    return Deno.serve({
      hostname,
      port,
      onListen(address) {
        const name = address.hostname.includes(":") ? `[${address.hostname}]` : address.hostname;
        recorder.log({ event: "listening", url: `http://${name}:${address.port}` });
      },
    }, (request) => api.fetch(request));
  } catch (error) {
    console.error(`Cannot start api: cannot listen on ${hostname}:${port}: ${reasonText(error)}`);
    Deno.exit(1);
  }
}

function stopRequested(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
