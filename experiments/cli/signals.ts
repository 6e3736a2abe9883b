/**
 * Ctrl-C, `kill`, a closed terminal and the end of `deno task` as an `AbortSignal`.
 *
 * @module
 */
import { EXIT, Interrupted } from "./fail.ts";

/** The signals that ask a command to stop. */
export const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** See {@linkcode onInterrupt}. */
export interface Interruption {
  /** Aborted with an {@linkcode Interrupted} by the first signal. */
  signal: AbortSignal;
  /** Stops listening, so that the process can end. */
  dispose(): void;
}

/** What {@linkcode onInterrupt} does with the world; injected by tests. */
export interface SignalHost {
  listen(name: typeof STOP_SIGNALS[number], handler: () => void): void;
  unlisten(name: typeof STOP_SIGNALS[number], handler: () => void): void;
  exit(code: number): void;
  /** The process that this one must not outlive, if there is one; changes when that is gone. */
  parent(): number | undefined;
}

const processSignals: SignalHost = {
  listen: (name, handler) => Deno.addSignalListener(name, handler),
  unlisten: (name, handler) => Deno.removeSignalListener(name, handler),
  exit: (code) => Deno.exit(code),
  parent: () => startedByTask() ? Deno.ppid : undefined,
};

/** How often the parent is looked at, milliseconds. */
const PARENT_POLL_MS = 500;

/**
 * Whether `deno task` started this process, which it tells by naming the folder it was called in. Other
 * parents (a shell that starts a job in the background) may end without meaning this one's end.
 */
function startedByTask(): boolean {
  const readable = Deno.permissions.querySync({ name: "env", variable: "INIT_CWD" });
  return readable.state === "granted" && Deno.env.get("INIT_CWD") !== undefined;
}

/**
 * Listens for {@linkcode STOP_SIGNALS}, and for the end of the `deno task` that started this process
 * (it may be killed without a chance to pass a signal on). The first aborts the signal, so that the command can keep its
 * data and stop its children; a second, sent by hand because that takes too long, exits with 130 at
 * once (children end by themselves when their standard input ends).
 *
 * One Ctrl-C may arrive as several signals within an instant (a terminal signals the whole group, and
 * a wrapper passes it on), so signals within `repeatMs` of the first do not count as a second.
 *
 * @param onFirst called at the first signal, e.g. to say what is being waited for.
 * @param repeatMs milliseconds, >= 0; default 1,000.
 */
export function onInterrupt(
  onFirst: (signalName: string) => void = () => {},
  {
    host = processSignals,
    repeatMs = 1_000,
    pollMs = PARENT_POLL_MS,
    now = () => performance.now(),
  } = {},
): Interruption {
  const controller = new AbortController();
  let firstAtMs: number | undefined;
  const interrupt = (cause: string) => {
    if (firstAtMs === undefined) {
      firstAtMs = now();
      controller.abort(new Interrupted(cause));
      onFirst(cause);
    } else if (now() - firstAtMs >= repeatMs) {
      host.exit(EXIT.interrupted);
    }
  };
  const handlers = STOP_SIGNALS.map((name) => {
    const handler = () => interrupt(name);
    host.listen(name, handler);
    return { name, handler };
  });
  const parent = host.parent();
  const poll = setInterval(() => {
    if (host.parent() === parent) return;
    clearInterval(poll);
    interrupt("the end of deno task");
  }, pollMs);
  Deno.unrefTimer(poll);
  return {
    signal: controller.signal,
    dispose() {
      clearInterval(poll);
      handlers.forEach(({ name, handler }) => host.unlisten(name, handler));
    },
  };
}
