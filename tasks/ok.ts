/**
 * `deno task ok`: the one gate, the same on every machine. `deno task check` is its first half.
 *
 * @module
 */
import { Command } from "commander";
import { readCommandLine } from "../experiments/cli/command_line.ts";
import { EXIT, runCommand, throwFaults } from "../experiments/cli/fail.ts";
import { PROJECTS } from "./projects.ts";
import { test } from "./test.ts";

const HELP = `
Examples:
  deno task ok       format, lint, types (also of code in documents), then all tests
  deno task check    the same without the tests, in seconds`;

/** Types are checked project by project: each has imports of its own. */
const CHECKS = [
  ["fmt", "--check"],
  ["lint"],
  ...PROJECTS.map((
    { config, folders },
  ) => ["check", `--config=${config}`, "--doc", ...folders]),
];

function okCommand(): Command {
  return new Command("deno task ok")
    .description("The one gate: what must hold before a commit.")
    .option("--no-test", "without the tests (deno task check)")
    .addHelpText("after", HELP);
}

/** Runs the command; returns its exit code. */
export async function ok(argv: readonly string[]): Promise<number> {
  const { options, faults } = readCommandLine(okCommand(), argv, "check");
  throwFaults(faults);
  for (const args of CHECKS) {
    const { success } = await new Deno.Command(Deno.execPath(), { args })
      .spawn().status;
    if (!success) {
      console.error(`Not ok: deno ${args.join(" ")}`);
      return EXIT.failed;
    }
  }
  return options.test === false ? EXIT.done : await test([]);
}

if (import.meta.main) Deno.exit(await runCommand(() => ok(Deno.args)));
