/** Until when a host runs. */
export interface HostLifetime {
  /** Aborts when the host is to stop gracefully. */
  readonly signal: AbortSignal;
  /** Stops listening for signals and to the parent, so that the process may end. */
  end(): void;
}

/**
 * Ties the host's life to its signals, and to its parent's where that is wanted.
 *
 * SIGTERM stops it gracefully, and so does SIGINT. With `parentWatch` "stdin" the host ends at once when
 * its standard input does, since its parent is gone; SIGINT, which a terminal sends to the whole process
 * group, is then the parent's to decide upon.
 */
export function watchLifetime(parentWatch: "none" | "stdin"): HostLifetime {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const ignore = () => {};
  const onInterrupt = parentWatch === "stdin" ? ignore : stop;
  Deno.addSignalListener("SIGTERM", stop);
  Deno.addSignalListener("SIGINT", onInterrupt);
  if (parentWatch === "stdin") void endWithStdin();
  return {
    signal: controller.signal,
    end() {
      Deno.removeSignalListener("SIGTERM", stop);
      Deno.removeSignalListener("SIGINT", onInterrupt);
    },
  };
}

async function endWithStdin(): Promise<void> {
  const buffer = new Uint8Array(64);
  try {
    while (await Deno.stdin.read(buffer) !== null);
  } catch {
    // A standard input that cannot be read is gone as well.
  }
  Deno.exit(1);
}
