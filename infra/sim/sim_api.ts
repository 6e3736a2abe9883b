/**
 * The API of a simulated trial: the code that `services/api` serves, without HTTP around it.
 *
 * @module
 */
import type { TrialSetup } from "../../experiments/run/ports.ts";
import { createPublishBatcher } from "../../services/api/publish_batcher.ts";
import {
  createOrderTaker,
  type OrderAnswer,
  type OrderRequest,
} from "../../services/api/take_order.ts";
import { createLine } from "../../services/orders/line.ts";
import { createPayment, createSlots } from "../../services/orders/payment.ts";
import type { OrderTopic, Recorder } from "../../services/orders/ports.ts";
import type { Draw } from "./models/draw.ts";
import type { SeededRandom } from "../../services/orders/seeded_random.ts";
import type { VirtualProcess } from "./virtual_process.ts";

/** One API process. */
export interface SimApi {
  /** Whether it takes requests: until it is stopped or killed. */
  readonly listening: boolean;
  /** Takes one order. Never settles when the process is killed; `onReset` is called then. */
  take(path: "sync" | "async", request: OrderRequest, onReset: () => void): Promise<OrderAnswer>;
  /** SIGTERM: takes no more, answers what is in hand, publishes what waits. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): void;
}

/** What an API process is started with. */
export interface SimApiOptions {
  process: VirtualProcess;
  setup: TrialSetup;
  topic: OrderTopic;
  recorder: Recorder;
  random: SeededRandom;
  /** Time of a payment; absent: the trial's own constant. */
  paymentMs: Draw | undefined;
}

/** Starts an API process. */
export function startSimApi(options: SimApiOptions): SimApi {
  const { process, setup, random } = options;
  const { clock, name: host } = process;
  const batcher = createPublishBatcher({ topic: process.topic(options.topic), clock });
  const slots = createSlots(setup.paymentSlots);
  const orders = createOrderTaker({
    clock,
    random: random.fork("api"),
    recorder: process.recorder(options.recorder),
    payment: createPayment({ clock, slots }, paymentTime(options)),
    slots,
    publish: batcher.publish,
  }, {
    trial: setup.trial,
    repetition: setup.repetition,
    host,
    path: setup.path === "lambda" ? "lambda" : "queue",
    onDisconnect: setup.onDisconnect,
    inFlightMax: setup.inFlightMax,
  });
  /** Of the requests in hand: how each is told that its connection is reset. */
  const inHand = createLine<() => void>();
  const killed = Promise.withResolvers<void>();
  let stopping: PromiseWithResolvers<void> | undefined;

  async function finish(idle: Promise<void>): Promise<void> {
    await idle;
    await batcher.drain();
  }

  return {
    get listening() {
      return process.alive && stopping === undefined;
    },
    async take(path, request, onReset) {
      const place = inHand.add(onReset);
      const answer = await orders[path](request);
      inHand.remove(place);
      if (inHand.length === 0) stopping?.resolve();
      return answer;
    },
    async stop() {
      if (!process.alive) return;
      stopping ??= Promise.withResolvers();
      batcher.flush();
      if (inHand.length === 0) stopping.resolve();
      await Promise.race([finish(stopping.promise), killed.promise]);
    },
    kill() {
      process.kill();
      for (const place of inHand.places()) if (inHand.remove(place)) place.item();
      killed.resolve();
    },
  };
}

/** The trial's payment time, or a model's draws from the process's own stream. */
export function paymentTime(
  { setup, random, paymentMs }: Pick<SimApiOptions, "setup" | "random" | "paymentMs">,
): number | (() => number) {
  if (paymentMs === undefined) return setup.paymentMs;
  const stream = random.fork("payment");
  return () => paymentMs(stream);
}
