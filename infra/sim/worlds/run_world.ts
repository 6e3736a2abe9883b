/**
 * Runs a world and says what did not hold.
 *
 * @module
 */
import { buildLedger, type OrderRow } from "../../../experiments/collect/ledger.ts";
import { createLedgerFacts } from "../../../experiments/collect/ledger_facts.ts";
import { type Rows, rowsWhere } from "../../../experiments/collect/rows.ts";
import { runLoad } from "../../../experiments/load/run_load.ts";
import type { RequestRow } from "../../../experiments/load/request_row.ts";
import {
  countFaults,
  countOrders,
  identityFaults,
  listed,
} from "../../../experiments/run/conservation.ts";
import { queued, watchDrain } from "../../../experiments/run/drain.ts";
import type { TrialSetup } from "../../../experiments/run/ports.ts";
import type { OrderQueue } from "../../../services/orders/ports.ts";
import { originalTopology } from "../../topology.ts";
import { lognormalMs } from "../models/draw.ts";
import { createSeededRandom, type SeededRandom } from "../../../services/orders/seeded_random.ts";
import { ordersIn } from "../sim_evidence.ts";
import { type SimTrial, startSimTrial } from "../sim_trial.ts";
import { modelsOf } from "../testing.ts";
import { createVirtualClock, type VirtualClock } from "../virtual_clock.ts";
import { VirtualRunError } from "../virtual_run_error.ts";
import { callFaults } from "./call_faults.ts";
import { createWatch, type Watch } from "./watch.ts";
import { paysOnce, type Shot, type World } from "./world.ts";

/** Changes to the services that a world must notice. */
export type Mutation = "no extension" | "delete before payment";

/** Source: SQS, maxReceiveCount of the original's redrive policy. */
const { maxReceiveCount } = originalTopology;

/**
 * Runs a world to its end.
 *
 * @returns what was violated, in words; nothing when all held.
 */
export async function runWorld(world: World, mutation?: Mutation): Promise<string[]> {
  const watch = createWatch(world);
  const clock = createVirtualClock({ startAtMs: 0, eventsPerInstantMax: 100_000 });
  try {
    await clock.run(() => live(world, watch, clock, mutation), { untilMs: boundMs(world) * 3 });
  } catch (error) {
    if (!(error instanceof VirtualRunError)) throw error;
    watch.violate(`progress (${error.fault})`, error.message);
  }
  return [...watch.violations];
}

async function live(
  world: World,
  watch: Watch,
  clock: VirtualClock,
  mutation: Mutation | undefined,
): Promise<void> {
  const random = createSeededRandom(world.seed).fork("run");
  const facts = createLedgerFacts(0);
  let faultsOver = false;
  const recorder = watch.recorder({ record: facts.add });
  const trial = startWorldTrial(world, watch, clock, random, mutation, () => faultsOver, recorder);
  watch.follow(trial);
  const shooting = Promise.all(world.shots.map((shot) => shoot(shot, trial, clock)));
  const rows = await load(world, trial, clock, random);
  await shooting;
  faultsOver = true;
  await trial.stopApi();
  const drain = {
    clock,
    depth: trial.depth,
    everyMs: 250,
    deadlineS: boundMs(world) / 1000,
    emptyLooks: 2,
    onProgress: () => watch.look(),
  };
  const end = await watchDrain(drain, new AbortController().signal);
  if (end === "deadline") {
    watch.violate("liveness", `${queued(await trial.depth())} left after ${drain.deadlineS} s`);
  }
  await trial.setWorkers(0);
  watch.look();
  const leftInQueue = await ordersIn(trial.queue);
  const deadLettered = await ordersIn(trial.deadLetterQueue);
  await trial.teardown();
  const ledger = buildLedger({
    trial: "w",
    repetition: 1,
    requests: rows,
    facts,
    leftInQueue,
    deadLettered,
  });
  judge(world, watch, rows, ledger);
}

function judge(
  world: World,
  watch: Watch,
  requests: Rows<RequestRow>,
  ledger: ReturnType<typeof buildLedger>,
): void {
  const { rows, unknownIds } = ledger;
  const ids = (holds: (row: OrderRow) => boolean) =>
    listed(rowsWhere(rows, holds).map(({ order_id }) => order_id));
  const counts = countOrders(requests, rows);
  for (const fault of identityFaults(requests, rows)) watch.violate("identity", fault);
  for (const fault of countFaults(counts)) watch.violate("conservation of orders", fault);
  if (unknownIds.length > 0) watch.violate("known orders", listed(unknownIds));
  if (counts.outstanding > 0) {
    watch.violate("drained", ids((row) => row.final_state === "outstanding"));
  }
  // On `sync` a killed API takes its payments with it: no queue brings them back.
  const mayLose = world.path === "sync" && world.shots.some(({ what }) => what === "kill api");
  if (counts.lost > 0 && !mayLose) {
    watch.violate("nothing lost", ids((row) => row.final_state === "lost"));
  }
  const miscounted = ids((row) => row.completions !== (watch.completions.get(row.order_id) ?? 0));
  if (miscounted !== "") watch.violate("payments counted", miscounted);
  if (counts.duplicated > 0 && paysOnce(world)) {
    watch.violate("paid once", ids((row) => row.completions > 1));
  }
}

function startWorldTrial(
  world: World,
  watch: Watch,
  clock: VirtualClock,
  random: SeededRandom,
  mutation: Mutation | undefined,
  isOver: () => boolean,
  recorder: { record: Parameters<typeof startSimTrial>[0]["recorder"]["record"] },
): SimTrial {
  const setup: TrialSetup = { ...world, trial: "w", repetition: 1, inFlightMax: 10_000 };
  const latencyMs = lognormalMs(world.latencyMs, 3 * world.latencyMs);
  const faults = random.fork("faults");
  const skews = random.fork("skews");
  return startSimTrial({
    setup,
    topology: { ...originalTopology, visibilityTimeoutS: world.visibilityTimeoutS },
    clock,
    random: random.fork("world"),
    models: {
      // A latency far beyond its usual would outlast a lease by itself.
      ...modelsOf((draws) => Math.min(latencyMs(draws), 4 * world.latencyMs)),
      paymentMs: lognormalMs(world.paymentMs, world.paymentSpread * world.paymentMs),
      duplicateProbability: world.duplicateProbability,
    },
    recorder,
    log: () => {},
    restartMs: world.restartMs,
    skewMs: (name) => (2 * skews.fork(name).next() - 1) * world.skewMs,
    queueConditions: {
      inFlightMax: world.leasesMax,
      duplicateDelayMs: (draws) => draws.next() * world.duplicateDelayMs,
      faults: callFaults(world, faults.fork("queue"), clock.now(), isOver),
    },
    topicConditions: { faults: callFaults(world, faults.fork("topic"), clock.now(), isOver) },
    aroundQueue: (queue) => mutated(watch.aroundQueue(queue), mutation),
  });
}

/** The queue as a worker with that fault would use it. */
function mutated(queue: OrderQueue, mutation: Mutation | undefined): OrderQueue {
  switch (mutation) {
    case "no extension":
      return {
        ...queue,
        extend: (receipts, leaseS) =>
          leaseS === 0
            ? queue.extend(receipts, leaseS)
            : Promise.resolve(receipts.map(() => ({ ok: true }))),
      };
    case "delete before payment":
      return {
        ...queue,
        async receive(request, signal) {
          const messages = await queue.receive(request, signal);
          if (messages.length > 0) await queue.delete(messages.map(({ receipt }) => receipt));
          return messages;
        },
      };
    case undefined:
      return queue;
  }
}

async function load(
  world: World,
  trial: SimTrial,
  clock: VirtualClock,
  random: SeededRandom,
): Promise<Rows<RequestRow>> {
  const sender = trial.openSender(world.clientTimeoutMs);
  const { rows } = await runLoad(
    {
      model: "open",
      arrivals: {
        kind: "poisson",
        ratePerS: world.ratePerS,
        durationS: world.orders / world.ratePerS,
      },
      graceMs: 2 * world.clientTimeoutMs,
    },
    { trial: "w", repetition: 1, path: world.path, runStartMs: 0 },
    { clock, sender, random: random.fork("load") },
  );
  sender.close();
  return rows;
}

async function shoot({ atMs, what }: Shot, trial: SimTrial, clock: VirtualClock): Promise<void> {
  await clock.named("faults").sleep(atMs);
  switch (what) {
    case "kill worker":
      return await trial.kill("worker", "SIGKILL");
    case "stop worker":
      return await trial.kill("worker", "SIGTERM");
    case "kill api":
      return await trial.kill("api", "SIGKILL");
    case "stop api":
      return await trial.kill("api", "SIGTERM");
    case "reset connections":
      return await trial.resetConnections();
  }
}

/**
 * How long a world may take from when its faults stop: every order paid three times over by a single
 * slot, every message leased in vain as often as it may be, and as much again.
 */
function boundMs(world: World): number {
  const payments = 3 * world.orders * world.paymentMs * Math.max(2, world.paymentSpread ** 2);
  const leases = (maxReceiveCount + 1) * world.visibilityTimeoutS * 1000;
  const loadMs = world.orders * 1000 / world.ratePerS;
  return 2 * (payments + leases + world.duplicateDelayMs + loadMs) + 600_000;
}
