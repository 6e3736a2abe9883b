/**
 * One trial on this machine: its topic and queues in the embedded cloud, its API and workers as
 * processes, their output in its log groups.
 *
 * @module
 */
import type { AwsEnvironment, RunningTrial, TrialSetup } from "../../experiments/run/ports.ts";
import type { Topology } from "../topology.ts";
import { exitWords, withStderr } from "./child_process.ts";
import { apiEnvironment, awsVariables, workerEnvironment } from "./host_environment.ts";
import { hostPermissions, hostScript } from "./hosts.ts";
import { CONNECTIONS_PATH } from "./cloud/http/connections.ts";
import type { LocalClients } from "./local_clients.ts";
import { createLogShipper, type LogShipper } from "./log_shipper.ts";
import { createLogSink } from "./log_sink.ts";
import { createResources, deleteResources, queueDepth, type TrialResources } from "./resources.ts";
import { runService, type Service, type ServiceEvent, type ServiceLimits } from "./supervisor.ts";

/** See {@linkcode startLocalTrial}. */
export interface LocalTrialOptions {
  setup: TrialSetup;
  /** The names of its resources. */
  topology: Topology;
  aws: AwsEnvironment;
  clients: LocalClients;
  /** Where the API listens on loopback; 0 for a free port. */
  apiPort: number;
  limits: Partial<ServiceLimits>;
  /** Told of what a user should know and nobody waits for: unasked ends, logs that are late. */
  onTrouble: (message: string) => void;
  /** Aborted when the trial is to end although it is still starting. */
  signal: AbortSignal;
  /** Whether the cloud is gone, so that nothing is to be waited for that it must take. */
  cloudGone: () => boolean;
}

/** How long processes may take to stop when the cloud is gone, milliseconds. */
const GONE_STOP_MS = 1_000;

/** How long a teardown waits for the last lines to reach Logs, milliseconds. */
const LAST_LOGS_MS = 10_000;

/**
 * Creates everything of one trial; resolves when API and workers are ready.
 *
 * @throws after having undone what was begun.
 */
export async function startLocalTrial(options: LocalTrialOptions): Promise<RunningTrial> {
  const { setup, topology, clients } = options;
  const { onTrouble, cloudGone } = options;
  const resources = await createResources(clients, topology, setup.path === "queue");
  const shippers: LogShipper[] = [];
  const api = runService({
    ...serviceBase("api", options, shippers),
    desired: 1,
    keepPort: true,
    env: { ...awsVariables(options.aws), ...apiEnvironment(setup, resources, options.apiPort) },
  });
  const workers = startWorkers(options, resources, shippers);
  for (const service of [api, workers]) {
    service?.failed.catch((error) => onTrouble(`${service.name} is given up: ${error.message}`));
  }
  const flush = (timeoutMs?: number) =>
    Promise.all(shippers.map((shipper) => shipper.flush(timeoutMs)));

  async function tearDown() {
    const stopped = Promise.all([api.stop(), workers?.stop()]);
    if (cloudGone()) {
      shippers.forEach((shipper) => shipper.abort());
      // Nothing that they still do can reach the cloud; a worker would retry its deletes for a lease.
      const kill = () => void Promise.all([api.kill("SIGKILL"), workers?.kill("SIGKILL")]);
      const timer = setTimeout(kill, GONE_STOP_MS);
      await stopped;
      clearTimeout(timer);
    }
    await stopped;
    if (!cloudGone()) {
      await flush(LAST_LOGS_MS).catch((error) => onTrouble(error.message));
      const faults = await deleteResources(clients, resources);
      faults.forEach((fault) => onTrouble(`Left behind after ${setup.trial}: ${fault}`));
    }
    shippers.forEach((shipper) => shipper.abort());
  }

  const onAbort = () => void Promise.all([api.stop(), workers?.stop()]);
  options.signal.addEventListener("abort", onAbort);
  try {
    const [[apiProcess]] = await Promise.all([api.ready(), workers?.ready()]);
    options.signal.throwIfAborted();
    if (!apiProcess?.url) throw new Error("Cannot start api: it must say where it listens");
    let torn: Promise<void> | undefined;
    return {
      apiUrl: apiProcess.url,
      topology,
      ...resources,
      async setWorkers(count) {
        if (workers) return await workers.setDesired(count);
        if (count === 0) return;
        throw new RangeError(`Cannot set workers: path ${setup.path} has none, got ${count}`);
      },
      async kill(service, signal) {
        await (service === "api" ? api : workers)?.kill(signal);
      },
      resetConnections: () => resetConnections(options.aws),
      stopApi: () => api.stop(),
      depth: () => queueDepth(clients, resources),
      async settle() {
        await flush();
      },
      teardown: () => torn ??= tearDown(),
    };
  } catch (error) {
    await tearDown();
    throw error;
  } finally {
    options.signal.removeEventListener("abort", onAbort);
  }
}

/** @throws where AWS is not the embedded cloud. */
async function resetConnections({ endpointUrl = "AWS" }: AwsEnvironment): Promise<void> {
  const url = `${endpointUrl}${CONNECTIONS_PATH}`;
  const response = await fetch(url, { method: "DELETE" });
  await response.body?.cancel();
  if (response.status === 204) return;
  throw new Error(`Cannot reset connections: ${url} must answer 204, got ${response.status}`);
}

function startWorkers(
  options: LocalTrialOptions,
  { queueUrl }: TrialResources,
  shippers: LogShipper[],
): Service | undefined {
  const { setup, topology, aws } = options;
  if (!queueUrl) return undefined;
  return runService({
    ...serviceBase("worker", options, shippers),
    desired: setup.workers,
    env: { ...awsVariables(aws), ...workerEnvironment(setup, topology, { queueUrl }) },
  });
}

function serviceBase(name: "api" | "worker", options: LocalTrialOptions, shippers: LogShipper[]) {
  const { aws, clients, topology, limits, setup, onTrouble } = options;
  const group = name === "api" ? topology.apiLogGroup : topology.workerLogGroup;
  return {
    name,
    script: hostScript(name),
    permissions: hostPermissions(name, aws.endpointUrl),
    limits,
    shipperFor(taskId: string) {
      const stream = `${name}/${taskId}`;
      const sink = createLogSink(clients.logs, group, stream);
      const shipper = createLogShipper({ name: `${group}:${stream}`, sink, onTrouble });
      shippers.push(shipper);
      return shipper;
    },
    onEvent(event: ServiceEvent) {
      if (event.kind !== "exited" || event.asked) return;
      const { taskId, exit } = event;
      const words = `${taskId} of trial ${setup.trial} ${exitWords(exit)} unasked`;
      onTrouble(withStderr(words, exit.stderr));
    },
  };
}
