/**
 * Ctrl-C, `kill` and a closed terminal as an `AbortSignal`.
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
}

const processSignals: SignalHost = {
  listen: (name, handler) => Deno.addSignalListener(name, handler),
  unlisten: (name, handler) => Deno.removeSignalListener(name, handler),
  exit: (code) => Deno.exit(code),
};

/**
 * Listens for {@linkcode STOP_SIGNALS}. The first aborts the signal, so that the command can keep its
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
  { host = processSignals, repeatMs = 1_000, now = () => performance.now() } = {},
): Interruption {
  const controller = new AbortController();
  let firstAtMs: number | undefined;
  const handlers = STOP_SIGNALS.map((name) => {
    const handler = () => {
      if (firstAtMs === undefined) {
        firstAtMs = now();
        controller.abort(new Interrupted(name));
        onFirst(name);
      } else if (now() - firstAtMs >= repeatMs) {
        host.exit(EXIT.interrupted);
      }
    };
    host.listen(name, handler);
    return { name, handler };
  });
  return {
    signal: controller.signal,
    dispose: () => handlers.forEach(({ name, handler }) => host.unlisten(name, handler)),
  };
}
