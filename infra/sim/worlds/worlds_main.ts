/**
 * `deno task test:sim`: looks through worlds by seed for an order that is lost or paid twice.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { readCommandLine } from "../../../experiments/cli/command_line.ts";
import { EXIT, type Fault, runCommand, throwFaults } from "../../../experiments/cli/fail.ts";
import { describeCommit } from "../../../experiments/run/manifest.ts";
import { type Mutation, runWorld } from "./run_world.ts";
import { failureLines, searchWorlds } from "./search.ts";
import { drawWorld, type World } from "./world.ts";

const HELP = `
A world is a topology, a load, and what befalls them: crashes, copies, delays, throttling, batches that
fail in part, publishes without an answer, clocks that differ. At every step no order may be lost and
none paid twice uncounted; when the faults have stopped it must drain to zero. A failure is printed with
its seed and made smaller.

Examples:
  deno task test:sim --seeds 10000
  deno task test:sim --from 1183 --seeds 1
  deno task test:sim --mutation 'no extension'     to see that it can fail

Exit codes: 0 all held; 1 a world failed; 2 bad input.`;

const MUTATIONS: readonly Mutation[] = ["no extension", "delete before payment"];
const WANTED = "look through worlds";
/** Failures after which it stops: more say no more. */
const FAILURES_MAX = 5;

function command(): Command {
  return new Command("deno task test:sim")
    .description("Runs the services in worlds drawn from seeds.")
    .option("--seeds <number>", "how many", "1000")
    .option("--from <seed>", "the first of them; default: random")
    .option("--world <json>", "one world, as a failure printed it")
    .option("--mutation <name>", `a fault in the worker: ${MUTATIONS.join(", ")}`)
    .addHelpText("after", HELP);
}

async function main(argv: readonly string[]): Promise<number> {
  const { options, faults } = readCommandLine(command(), argv, WANTED);
  const seeds = readWhole(options.seeds, "--seeds", faults);
  const from = options.from === undefined
    ? crypto.getRandomValues(new Uint32Array(1))[0]!
    : readWhole(options.from, "--from", faults);
  const world = readWorld(options.world, faults);
  const mutation = options.mutation as Mutation | undefined;
  if (mutation !== undefined && !MUTATIONS.includes(mutation)) {
    const rule = `--mutation must be one of ${MUTATIONS.join(", ")}`;
    faults.push({ wanted: WANTED, rule, value: mutation });
  }
  throwFaults(faults);
  return world === undefined ? await search(from, seeds, mutation) : await replay(world, mutation);
}

async function search(
  from: number,
  seeds: number,
  mutation: Mutation | undefined,
): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  const onWorld = (count: number) => {
    done = count;
    if (count % 1000 === 0) console.error(`  ${count} of ${seeds} worlds`);
  };
  const failures = await searchWorlds({
    from,
    seeds,
    mutation,
    failuresMax: FAILURES_MAX,
    onWorld,
  });
  const git = await describeCommit(fileURLToPath(new URL("../../..", import.meta.url)));
  const commit = git === null ? "unknown" : git.commit.slice(0, 12) + (git.dirty ? "+" : "");
  for (const failure of failures) {
    failureLines(failure, commit, mutation).forEach((line) => console.log(line));
  }
  const tookS = (performance.now() - startedAt) / 1000;
  console.log(
    `${done} worlds from seed ${from}: ${done - failures.length} held, ${failures.length} failed ` +
      `(${tookS.toFixed(1)} s)`,
  );
  return failures.length === 0 ? EXIT.done : EXIT.failed;
}

async function replay(world: World, mutation: Mutation | undefined): Promise<number> {
  const violations = await runWorld(world, mutation);
  violations.forEach((violation) => console.log(violation));
  console.log(violations.length === 0 ? "The world held." : "The world failed.");
  return violations.length === 0 ? EXIT.done : EXIT.failed;
}

function readWhole(value: unknown, option: string, faults: Fault[]): number {
  const text = String(value);
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= 1 && number <= Number.MAX_SAFE_INTEGER / 2) return number;
  const rule = `${option} must be a whole number >= 1`;
  faults.push({ wanted: WANTED, rule, value: text });
  return 1;
}

/** A world as JSON; its fields must be those that a drawn one has. */
function readWorld(text: unknown, faults: Fault[]): World | undefined {
  if (text === undefined) return undefined;
  const rule = "--world must be a world as a failure printed it, in JSON";
  try {
    const world = JSON.parse(String(text));
    const fields = (value: object) => Object.keys(value).sort().join();
    if (fields(world) === fields(drawWorld(1))) return world;
  } catch {
    // Said below.
  }
  faults.push({ wanted: WANTED, rule, value: String(text) });
  return undefined;
}

if (import.meta.main) Deno.exit(await runCommand(() => main(Deno.args)));
