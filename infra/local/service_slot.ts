/**
 * One place for a process: filled, watched, and filled again when its process ends unasked.
 *
 * @module
 */
import {
  type Child,
  type ChildExit,
  ChildStartError,
  exitWords,
  startChild,
  withStderr,
} from "./child_process.ts";
import type { LogShipper } from "./log_shipper.ts";

/** See `runService` in `supervisor.ts`. */
export interface ServiceDefinition {
  /** `api`, `worker`, `cloud`: begins the id of each of its processes. */
  name: string;
  /** The module that each process runs: a path, or a `file:` URL. */
  script: string;
  /** Deno's permission options; nothing else is allowed. */
  permissions: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Processes wanted, >= 0. */
  desired: number;
  /** Makes the shipper of one process's output; absent: output goes nowhere. */
  shipperFor?: (taskId: string) => LogShipper;
  /** Whether a process that ends unasked is replaced (default), or fails the service. */
  replace?: boolean;
  /** A replacement gets the PORT that its predecessor listened on, so that its URL holds. */
  keepPort?: boolean;
  limits?: Partial<ServiceLimits>;
  onEvent?: (event: ServiceEvent) => void;
}

/** The times and counts of a service; all times in milliseconds. */
export interface ServiceLimits {
  /** From start to ready; default 30,000. */
  startTimeoutMs: number;
  /** From SIGTERM to SIGKILL; default 30,000, as ECS's `stopTimeout`. */
  stopTimeoutMs: number;
  /** Starts in a row that may fail before the service is given up; default 3. */
  startFailuresMax: number;
  /** Wait before the first replacement; doubles up to `backoffMsMax`. Default 100. */
  backoffMs: number;
  /** Default 5,000. */
  backoffMsMax: number;
  /** A process that ran this long makes the wait start over; default 10,000. */
  steadyMs: number;
}

/** See {@linkcode ServiceLimits}. */
export const DEFAULT_LIMITS: Readonly<ServiceLimits> = {
  startTimeoutMs: 30_000,
  stopTimeoutMs: 30_000,
  startFailuresMax: 3,
  backoffMs: 100,
  backoffMsMax: 5_000,
  steadyMs: 10_000,
};

/** What happened to a process. `asked` says whether this side had wanted its end. */
export type ServiceEvent =
  | { kind: "started" | "ready"; taskId: string; pid: number }
  | { kind: "exited"; taskId: string; pid: number; asked: boolean; exit: ChildExit };

/** One process of a service. */
export interface ServiceProcess {
  taskId: string;
  pid: number;
  state: "starting" | "ready" | "stopping";
  /** Where it listens, if it does. */
  url?: string;
}

/** See {@linkcode openSlot}. */
export interface Slot {
  /** Its process, unless it is between two. */
  process(): ServiceProcess | undefined;
  /** False once it is being closed or was given up. */
  wanted(): boolean;
  restarts(): number;
  /** Resolves when it has been closed or given up, and its process has ended. */
  readonly ended: Promise<void>;
  /** Sends a signal to its process and resolves when that has ended. */
  kill(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
  /** Stops its process gracefully and fills it no more. Never throws. */
  close(): Promise<void>;
}

/**
 * Starts a process and keeps one running.
 *
 * @param nextTaskId names each process.
 * @param onChange called after each change of `process()`.
 * @param onGivenUp called when a process cannot start, or ended and may not be replaced.
 */
export function openSlot(
  definition: ServiceDefinition,
  { nextTaskId, onChange, onGivenUp }: {
    nextTaskId: () => string;
    onChange: () => void;
    onGivenUp: (error: unknown) => void;
  },
): Slot {
  const limits = { ...DEFAULT_LIMITS, ...definition.limits };
  const { replace = true } = definition;
  const life: Life = { definition, limits, wanted: true, state: "starting", onChange };
  let restarts = 0;
  let wake = () => {};

  async function keep(): Promise<void> {
    let waitMs = limits.backoffMs;
    for (let startFailures = 0; life.wanted;) {
      const bornMs = performance.now();
      const { exit, startError } = await live(life, nextTaskId());
      if (!life.wanted) return;
      startFailures = startError ? startFailures + 1 : 0;
      const gone = withStderr(`${exit.taskId} ${exitWords(exit)}`, exit.stderr);
      if (!replace) throw startError ?? new Error(gone);
      // Exit code 2 is bad configuration, which no second start mends.
      const final = startFailures >= limits.startFailuresMax || startError?.code === 2;
      if (startError && final) throw startError;
      if (performance.now() - bornMs >= limits.steadyMs) waitMs = limits.backoffMs;
      await pause(waitMs, (resolve) => wake = resolve);
      waitMs = Math.min(waitMs * 2, limits.backoffMsMax);
      if (life.wanted) restarts++;
    }
  }

  // Told before the slot stops being wanted, so that nobody takes an empty service for a ready one.
  const ended = keep().catch(onGivenUp).finally(() => {
    life.wanted = false;
    onChange();
  });
  return {
    process: () => processOf(life),
    wanted: () => life.wanted,
    restarts: () => restarts,
    ended,
    async kill(signal) {
      if (signal === "SIGTERM") await life.child?.stop(limits.stopTimeoutMs);
      else {
        life.child?.kill(signal);
        await life.child?.exited;
      }
    },
    async close() {
      life.wanted = false;
      life.state = "stopping";
      wake();
      await life.child?.stop(limits.stopTimeoutMs);
      await ended;
    },
  };
}

/** What a slot and its current process share. */
interface Life {
  definition: ServiceDefinition;
  limits: ServiceLimits;
  wanted: boolean;
  state: ServiceProcess["state"];
  child?: Child;
  url?: string;
  onChange: () => void;
}

/** One process from start to end; never throws for what the process does. */
async function live(
  life: Life,
  taskId: string,
): Promise<{ exit: ChildExit; startError?: ChildStartError }> {
  const { definition, limits, onChange } = life;
  const { onEvent = () => {} } = definition;
  const port = definition.keepPort && life.url ? { PORT: new URL(life.url).port } : {};
  const shipper = definition.shipperFor?.(taskId);
  const child = startChild({
    taskId,
    script: definition.script,
    permissions: definition.permissions,
    env: { ...definition.env, ...port },
    startTimeoutMs: limits.startTimeoutMs,
    ...(shipper && { shipper }),
  });
  const { pid } = child;
  life.child = child;
  life.state = "starting";
  onEvent({ kind: "started", taskId, pid });
  let startError: ChildStartError | undefined;
  try {
    const url = await child.ready;
    if (url !== undefined) life.url = url;
    if (life.wanted) life.state = "ready";
    onEvent({ kind: "ready", taskId, pid });
    onChange();
  } catch (error) {
    if (!(error instanceof ChildStartError)) throw error;
    startError = error;
    child.kill("SIGKILL");
  }
  const exit = await child.exited;
  delete life.child;
  onEvent({ kind: "exited", taskId, pid, asked: !life.wanted, exit });
  onChange();
  return { exit, ...(startError && { startError }) };
}

function processOf({ child, state, url }: Life): ServiceProcess | undefined {
  if (!child) return undefined;
  return { taskId: child.taskId, pid: child.pid, state, ...(url && { url }) };
}

/** Waits `ms`, or until what `onWake` was given is called. */
async function pause(ms: number, onWake: (wake: () => void) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  onWake(resolve);
  await promise;
  clearTimeout(timer);
}
