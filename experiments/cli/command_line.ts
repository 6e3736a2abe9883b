/**
 * Reads a command line by a commander `Command` without stopping at the first fault.
 *
 * @module
 */
import type { Command, Option } from "commander";
import type { Fault } from "./fail.ts";
import { suggestion } from "./suggest.ts";

/** See {@linkcode readCommandLine}. */
export interface CommandLine {
  /** Options by commander's own names (`--payment-ms` is `paymentMs`); values are text. */
  options: Record<string, unknown>;
  /** What is neither an option nor an option's value, in order. */
  operands: string[];
  /** Unknown options, options without their value, operands too many. */
  faults: Fault[];
}

/**
 * Parses `argv` (without program name) by the options and arguments that `command` declares.
 *
 * @param wanted what the command is for, as a verb: begins each fault's message.
 * @throws {CommanderError} after help or version was printed; `runCommand` makes exit code 0 of it.
 * @example
 * ```ts
 * import { Command } from "commander";
 * import { readCommandLine } from "./command_line.ts";
 * import assert from "node:assert/strict";
 *
 * const command = new Command("local").option("--port <number>", "where the API listens");
 * const { faults } = readCommandLine(command, ["--prot", "80"], "start");
 * assert.equal(faults[0]?.instead, "did you mean --port?");
 * ```
 */
export function readCommandLine(
  command: Command,
  argv: readonly string[],
  wanted: string,
): CommandLine {
  const faults: Fault[] = [];
  const literalAt = argv.indexOf("--");
  const literal = literalAt < 0 ? [] : argv.slice(literalAt + 1);
  const args = literalAt < 0 ? [...argv] : argv.slice(0, literalAt);
  const unfinished = valueMissing(command, args);
  if (unfinished) {
    args.pop();
    faults.push({ wanted, rule: `${unfinished.long} needs a value`, instead: unfinished.flags });
  }
  command.exitOverride().allowUnknownOption().allowExcessArguments().parse(args, { from: "user" });
  const { operands, unknown } = splitUnknown(command.args);
  for (const name of unknown) {
    const known = command.options.flatMap((option) => option.hidden ? [] : option.long ?? []);
    const instead = suggestion(name, [...known, "--help"]);
    faults.push({ wanted, rule: `there is no option ${name}`, instead });
  }
  operands.push(...literal);
  const operandsMax = command.registeredArguments.some((argument) => argument.variadic)
    ? Infinity
    : command.registeredArguments.length;
  for (const value of operands.slice(operandsMax)) {
    const rule = operandsMax === 0
      ? "it takes options only"
      : `it takes at most ${operandsMax} argument${operandsMax === 1 ? "" : "s"}`;
    faults.push({ wanted, rule, value });
  }
  return { options: command.opts(), operands, faults };
}

/** The last word's option if that needs a value; elsewhere the next word is the value, whatever it is. */
function valueMissing(command: Command, args: readonly string[]): Option | undefined {
  let option: Option | undefined;
  for (let i = 0; i < args.length; i++) {
    option = command.options.find(({ long, short }) => args[i] === long || args[i] === short);
    if (!option?.required) option = undefined;
    else if (i + 1 < args.length) i++;
    else return option;
  }
  return undefined;
}

/** commander leaves unknown options among the operands; a word after one is taken as its value. */
function splitUnknown(args: readonly string[]): { operands: string[]; unknown: string[] } {
  const operands: string[] = [];
  const unknown: string[] = [];
  let valueMayFollow = false;
  for (const word of args) {
    const isOption = word.length > 1 && word.startsWith("-") && Number.isNaN(Number(word));
    if (isOption) unknown.push(word.replace(/=.*$/s, ""));
    else if (!valueMayFollow) operands.push(word);
    valueMayFollow = isOption && !word.includes("=");
  }
  return { operands, unknown };
}
