/**
 * A worker process of a simulated trial: `services/worker` as it is.
 *
 * @module
 */
import type { TrialSetup } from "../../experiments/run/ports.ts";
import { createLedger } from "../../services/orders/ledger.ts";
import type { Log } from "../../services/orders/log.ts";
import { createPayment, createSlots } from "../../services/orders/payment.ts";
import type { OrderQueue, Recorder } from "../../services/orders/ports.ts";
import { runWorker } from "../../services/worker/run_worker.ts";
import type { Topology } from "../topology.ts";
import type { Draw } from "./models/draw.ts";
import type { SeededRandom } from "../../services/orders/seeded_random.ts";
import { paymentTime } from "./sim_api.ts";
import type { VirtualProcess } from "./virtual_process.ts";

/** One worker process. */
export interface SimWorker {
  readonly name: string;
  /** Resolves when it has ended: stopped, killed, or given up because its queue refuses it. */
  readonly ended: Promise<void>;
  /** SIGTERM: finishes what is in hand, gives the rest back. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): void;
}

/** What a worker process is started with. */
export interface SimWorkerOptions {
  process: VirtualProcess;
  setup: TrialSetup;
  topology: Topology;
  queue: OrderQueue;
  recorder: Recorder;
  log: Log;
  random: SeededRandom;
  /** Time of a payment; absent: the trial's own constant. */
  paymentMs: Draw | undefined;
}

/** Starts a worker process. */
export function startSimWorker(options: SimWorkerOptions): SimWorker {
  const { process, setup, topology, random } = options;
  const { clock, name: host } = process;
  const recorder = process.recorder(options.recorder);
  const identity = {
    trial: setup.trial,
    repetition: setup.repetition,
    path: "queue",
    host,
  } as const;
  const stop = new AbortController();
  const killed = Promise.withResolvers<void>();
  const running = runWorker(
    {
      clock,
      random: random.fork("worker"),
      queue: process.queue(options.queue),
      payment: createPayment(
        { clock, slots: createSlots(setup.paymentSlots) },
        paymentTime(options),
      ),
      ledger: createLedger({ clock, recorder }, identity),
      log: options.log,
    },
    {
      concurrency: setup.concurrency,
      paymentSlots: setup.paymentSlots,
      prefetch: setup.prefetch,
      visibilityTimeoutS: setup.visibilityTimeoutS,
      receiveWaitS: topology.receiveWaitS,
      maxReceiveCount: topology.maxReceiveCount,
    },
    stop.signal,
    // A queue that refuses ends the process, as it does in the host.
  ).then(() => {}, () => {});
  const ended = Promise.race([running, killed.promise]);
  return {
    name: host,
    ended,
    stop() {
      stop.abort();
      return ended;
    },
    kill() {
      process.kill();
      killed.resolve();
    },
  };
}
