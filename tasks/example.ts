/**
 * `deno task example`: makes the runs in `data/example/` again: what a fresh clone's notebooks and report
 * are made of, until there are runs of one's own.
 *
 * @module
 */
import { Command } from "commander";
import { readCommandLine } from "../experiments/cli/command_line.ts";
import { EXIT, runCommand, throwFaults } from "../experiments/cli/fail.ts";
import { onInterrupt } from "../experiments/cli/signals.ts";

/** Trials around the number of processes that hold the sale, and the one that was published: the folder stays small. */
const WORKERS = ["processes-32x5", "processes-36x5", "processes-40x5", "processes-25x100"];

const HELP = `
It runs, one after the other and with nothing else on the machine for the sake of the figures:
${commands().map((args) => `  deno task experiment ${args.join(" ")}`).join("\n")}

Example: deno task example && deno task notebook --check --update`;

const FOLDER = "data/example";
/** What is in the folder besides runs. */
const KEPT = "README.md";

/**
 * The experiments, the arguments of each. Five repetitions where an interval is to be had; parity before
 * phase5, for the newest run of an experiment is the one that is taken.
 */
export function commands(): string[][] {
  const repeated = ["--repetitions", "5", "--seed", "1"];
  const simulated = ["--target", "sim", "--size", "original", "--seed", "1"];
  return [
    ["parity", ...repeated],
    ...["phase1", "phase2", "phase3", "phase4", "phase5", "prefetch"]
      .map((name) => [name, ...repeated]),
    ...["phase1", "phase2", "phase3", "phase4"]
      .map((name) => [name, ...simulated, "--repetitions", "5"]),
    ...["phase5", "prefetch"].map((name) => [name, ...simulated]),
    ["phase5-workers", ...simulated, ...WORKERS.flatMap((trial) => ["--trial", trial])],
  ];
}

/** Runs the command; returns its exit code. */
export async function example(argv: readonly string[]): Promise<number> {
  const command = new Command("deno task example")
    .description(`Makes the runs in ${FOLDER} again, in about a quarter of an hour.`)
    .addHelpText("after", HELP);
  throwFaults(readCommandLine(command, argv, "make the example runs").faults);
  const interruption = onInterrupt();
  // Made beside the old ones, which stay until all new ones are there.
  const made = await Deno.makeTempDir({ dir: "data", prefix: ".example-" });
  try {
    for (const [index, args] of commands().entries()) {
      console.error(`\n${index + 1} of ${commands().length}: experiment ${args.join(" ")}`);
      const { code } = await new Deno.Command(Deno.execPath(), {
        args: ["task", "--quiet", "experiment", ...args, "--out", made],
        stdin: "null",
      }).spawn().status;
      interruption.signal.throwIfAborted();
      // A figure that differs between targets is a finding; a run that failed says so in its manifest.
      if (code !== EXIT.done && args[0] !== "parity") return code;
    }
    await replace(made);
    return EXIT.done;
  } finally {
    interruption.dispose();
    await Deno.remove(made, { recursive: true }).catch(() => {});
  }
}

async function replace(made: string): Promise<void> {
  await Deno.mkdir(FOLDER, { recursive: true });
  for await (const { name } of Deno.readDir(FOLDER)) {
    if (name !== KEPT) await Deno.remove(`${FOLDER}/${name}`, { recursive: true });
  }
  for await (const { name } of Deno.readDir(made)) {
    await Deno.rename(`${made}/${name}`, `${FOLDER}/${name}`);
  }
}

if (import.meta.main) Deno.exit(await runCommand(() => example(Deno.args)));
