/**
 * `deno task doctor`: what is installed, reachable and allowed here, and what to do about what is not.
 *
 * @module
 */
import { Command } from "commander";
import { readCommandLine } from "../experiments/cli/command_line.ts";
import { EXIT, runCommand, throwFaults } from "../experiments/cli/fail.ts";
import { type Check, diagnose } from "./doctor_checks.ts";
import { collectFacts } from "./doctor_facts.ts";

/** The options, for help and for parsing. */
export function doctorCommand(): Command {
  return new Command("deno task doctor")
    .description(
      "Says what is installed, reachable and allowed here, and what to do about the rest.",
    )
    .option("--online", "also call the npm registry", false)
    .option("--json", "print one JSON document and nothing else", false)
    .option("--verbose", "print the stack of an unforeseen error", false)
    .helpOption("-h, --help", "print this help")
    .addHelpText(
      "after",
      `
Exits with 1 if something is missing that the main job needs.

Examples:
  deno task doctor
  deno task doctor --online
  deno task doctor --json`,
    );
}

const MARKS: Readonly<Record<Check["state"], string>> = {
  ok: "ok",
  note: "note",
  missing: "MISSING",
};

/** The verdicts for people, with what to do under each that is not `ok`. */
export function doctorScreen(checks: readonly Check[]): string {
  const nameWidth = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, state, found, advice }) => {
    const line = `  ${MARKS[state].padEnd(7)}  ${name.padEnd(nameWidth)}  ${found}`;
    return advice === undefined ? [line] : [line, `${" ".repeat(nameWidth + 13)}${advice}`];
  });
  const missing = checks.filter(({ state }) => state === "missing");
  const verdict = missing.length === 0
    ? "Everything that the main job needs is here: deno task experiment phase5"
    : `${missing.length} missing: ${missing.map(({ name }) => name).join(", ")}`;
  return ["doctor · what is installed, reachable and allowed here", "", ...lines, "", verdict]
    .join("\n");
}

async function main(argv: readonly string[]): Promise<number> {
  const { options, faults } = readCommandLine(doctorCommand(), argv, "examine this machine");
  throwFaults(faults);
  const checks = diagnose(await collectFacts(options.online === true));
  const ok = checks.every(({ state }) => state !== "missing");
  console.log(options.json ? JSON.stringify({ ok, checks }) : doctorScreen(checks));
  return ok ? EXIT.done : EXIT.failed;
}

if (import.meta.main) {
  const verbose = Deno.args.includes("--verbose");
  Deno.exit(await runCommand(() => main(Deno.args), { verbose }));
}
