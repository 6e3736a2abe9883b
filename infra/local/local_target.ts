/**
 * The `local` target: real processes over HTTP around an embedded cloud on loopback.
 *
 * @module
 */
import type {
  AwsEnvironment,
  RunningTrial,
  Target,
  TrialSetup,
} from "../../experiments/run/ports.ts";
import { originalTopology, withSuffix } from "../topology.ts";
import { cloudEnvironment, nameSuffix } from "./host_environment.ts";
import { hostPermissions, hostScript } from "./hosts.ts";
import { createLocalClients } from "./local_clients.ts";
import { startLocalTrial } from "./local_trial.ts";
import { runService, type Service, type ServiceLimits, type ServiceProcess } from "./supervisor.ts";

/** See {@linkcode startLocalTarget}. */
export interface LocalTargetOptions {
  /** Period of the metrics that the cloud publishes, seconds: 1, 5, 10, 30 or 60; default 60. */
  metricPeriodS?: number;
  /** Time added to calls, milliseconds, by `<service>.<operation>`: `{"sns.publish": 110}`. */
  latenciesMs?: Readonly<Record<string, number>>;
  /** Where the embedded cloud listens on loopback; default 0, a free port. */
  cloudPort?: number;
  /** Where each trial's API listens on loopback; default 0, a free port. */
  apiPort?: number;
  /** `trial` (default): each trial has names of its own. `original`: the names of the original. */
  names?: "trial" | "original";
  /** AWS that runs already; absent: the embedded cloud is started. */
  aws?: AwsEnvironment;
  limits?: Partial<ServiceLimits>;
  /** Told of what a user should know and nobody waits for; default: nobody. */
  onTrouble?: (message: string) => void;
}

/** The local target, and what it runs. */
export interface LocalTarget extends Target {
  /** The processes of the embedded cloud. */
  cloudProcesses(): readonly ServiceProcess[];
}

/** How the embedded cloud is called; it takes any credentials. */
const EMBEDDED = { region: "us-east-1", accessKeyId: "spillway", secretAccessKey: "spillway" };
const CLOUD_STOP_MS = 5_000;

/**
 * Starts the embedded cloud; resolves when it takes calls.
 *
 * @throws {ChildStartError} when it cannot start; nothing is left running.
 */
export async function startLocalTarget(options: LocalTargetOptions = {}): Promise<LocalTarget> {
  const { apiPort = 0, names = "trial", limits = {}, onTrouble = () => {} } = options;
  const cloud = options.aws ? undefined : startCloud(options);
  const aws = options.aws ?? { ...EMBEDDED, endpointUrl: await cloudUrl(cloud) };
  const clients = createLocalClients(aws);
  const unique = crypto.randomUUID().slice(0, 4);
  const stopping = new AbortController();
  const trials = new Set<Promise<RunningTrial>>();
  let gone = false;
  let ended: Promise<void> | undefined;
  const failed = cloudFailure(cloud);
  failed.catch(() => gone = true);

  async function prepare(setup: TrialSetup): Promise<RunningTrial> {
    if (ended) {
      throw new Error(`Cannot prepare ${setup.trial}: the target must not be torn down yet`);
    }
    checkPath(setup);
    const named = names === "original"
      ? originalTopology
      : withSuffix(originalTopology, nameSuffix(setup.trial, setup.repetition, unique));
    const topology = { ...named, visibilityTimeoutS: setup.visibilityTimeoutS };
    const starting = startLocalTrial({
      setup,
      topology,
      aws,
      clients,
      apiPort,
      limits,
      onTrouble,
      signal: stopping.signal,
      cloudGone: () => gone,
    });
    trials.add(starting);
    try {
      const trial = await Promise.race([starting, failed]);
      return { ...trial, teardown: () => trial.teardown().finally(() => trials.delete(starting)) };
    } catch (error) {
      // Also what was still starting when the cloud went must end.
      starting.then((trial) => trial.teardown(), () => {}).finally(() => trials.delete(starting));
      throw error;
    }
  }

  async function tearDown() {
    stopping.abort(new Error("the target was torn down"));
    const starts = await Promise.allSettled(trials);
    await Promise.all(
      starts.map((start) => start.status === "fulfilled" ? start.value.teardown() : undefined),
    );
    await cloud?.stop();
    clients.destroy();
  }

  return {
    name: "local",
    aws,
    failed,
    prepare,
    teardown: () => ended ??= tearDown(),
    cloudProcesses: () => cloud?.processes() ?? [],
  };
}

function startCloud(options: LocalTargetOptions): Service {
  const { cloudPort = 0, metricPeriodS = 60, latenciesMs = {}, onTrouble } = options;
  return runService({
    name: "cloud",
    script: hostScript("cloud"),
    permissions: hostPermissions("cloud"),
    env: cloudEnvironment({ port: cloudPort, region: EMBEDDED.region, metricPeriodS, latenciesMs }),
    desired: 1,
    replace: false,
    limits: { ...options.limits, stopTimeoutMs: CLOUD_STOP_MS },
    onEvent(event) {
      if (event.kind === "exited" && !event.asked) onTrouble?.("The embedded cloud has ended");
    },
  });
}

async function cloudUrl(cloud: Service | undefined): Promise<string> {
  const [process] = await cloud?.ready() ?? [];
  if (process?.url) return process.url.replace(/\/$/, "");
  await cloud?.stop();
  throw new Error("Cannot start cloud: it must say where it listens");
}

async function cloudFailure(cloud: Service | undefined): Promise<never> {
  if (!cloud) return await new Promise<never>(() => {});
  try {
    return await cloud.failed;
  } catch (error) {
    throw new Error("The embedded cloud is gone, and with it every queue and log", {
      cause: error,
    });
  }
}

function checkPath({ path, trial }: TrialSetup) {
  if (path !== "lambda") return;
  throw new RangeError(
    `Cannot prepare ${trial}: path must be sync or queue on the local target, got lambda`,
  );
}
