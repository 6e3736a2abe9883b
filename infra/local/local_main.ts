/**
 * `deno task local`: the local stack until Ctrl-C, for Locust, k6, the AWS CLI and curl.
 *
 * @module
 */
import { BadInput, EXIT, type Fault, runCommand } from "../../experiments/cli/fail.ts";
import { onInterrupt } from "../../experiments/cli/signals.ts";
import type { RunningTrial, Target } from "../../experiments/run/ports.ts";
import { prefetchHosts } from "./hosts.ts";
import { describeStack, stackScreen } from "./local_screen.ts";
import { type LocalSettings, readLocalSettings } from "./local_settings.ts";
import { startLocalTarget } from "./local_target.ts";

/** Requests that the API holds at once before it says 503. */
const IN_FLIGHT_MAX = 10_000;

/** Names of ports that something else listens on, as faults. */
export function busyPorts(ports: Readonly<Record<string, number>>): Fault[] {
  const faults: Fault[] = [];
  for (const [flag, port] of Object.entries(ports)) {
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
    } catch (error) {
      const inUse = error instanceof Deno.errors.AddrInUse;
      faults.push({
        wanted: "start the local stack",
        rule: `${flag} must be a port of 127.0.0.1 that is free and allowed`,
        value: String(port),
        instead: inUse
          ? `something listens on it: stop that, or leave ${flag} out for a free port`
          : `${error instanceof Error ? error.message : error}; leave ${flag} out for a free port`,
      });
    }
  }
  return faults;
}

async function startStack(
  settings: LocalSettings,
  target: Target,
): Promise<RunningTrial> {
  return await target.prepare({
    trial: "local",
    repetition: 1,
    path: settings.path,
    workers: settings.workers,
    concurrency: settings.concurrency,
    paymentSlots: settings.paymentSlots,
    paymentMs: settings.paymentMs,
    prefetch: settings.prefetch,
    visibilityTimeoutS: settings.visibilityTimeoutS,
    onDisconnect: "cancel",
    inFlightMax: IN_FLIGHT_MAX,
  });
}

/** Rejects with the signal's reason when it aborts. */
async function untilAborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  }
  throw signal.reason;
}

async function main(settings: LocalSettings): Promise<number> {
  const say = settings.json ? () => {} : (words: string) => console.error(words);
  const faults = busyPorts({ "--port": settings.apiPort, "--cloud-port": settings.cloudPort });
  if (faults.length > 0) throw new BadInput(faults);
  const interruption = onInterrupt((name) => say(`${name}: stopping API, workers and cloud`));
  const aborted = untilAborted(interruption.signal);
  aborted.catch(() => {});
  let target: Target | undefined;
  try {
    say("starting the embedded cloud, the API and the workers");
    await prefetchHosts(undefined, interruption.signal);
    target = await startLocalTarget({
      latenciesMs: settings.latenciesMs,
      cloudPort: settings.cloudPort,
      apiPort: settings.apiPort,
      names: "original",
      onTrouble: (message) => {
        if (!interruption.signal.aborted) console.error(message);
      },
    });
    const trial = await Promise.race([startStack(settings, target), aborted]);
    const stack = describeStack(target.aws, trial);
    console.log(settings.json ? JSON.stringify(stack) : stackScreen(stack, settings));
    await Promise.race([target.failed, aborted]);
    return EXIT.done;
  } finally {
    await target?.teardown();
    interruption.dispose();
  }
}

if (import.meta.main) {
  const verbose = Deno.args.includes("--verbose");
  Deno.exit(await runCommand(() => main(readLocalSettings(Deno.args)), { verbose }));
}
