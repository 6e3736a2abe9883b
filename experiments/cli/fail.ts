/**
 * How commands fail: every fault of one input at once, in one to three lines each, with the exit code
 * that says what kind of failure it was.
 *
 * @module
 */

/** Exit codes of every command. */
export const EXIT = {
  /** Done. */
  done: 0,
  /** The run or a check failed; its data is kept. */
  failed: 1,
  /** Bad input; nothing was started. */
  badInput: 2,
  /** Interrupted; data is kept. */
  interrupted: 130,
} as const;

/** One thing wrong with what was asked for. */
export interface Fault {
  /** What was wanted, as a verb: `start the local stack`. */
  wanted: string;
  /** The rule that does not hold: `--port must be a whole number from 0 to 65535`. */
  rule: string;
  /** The value that breaks it, as it was given; absent where nothing was given. */
  value?: string;
  /** What to type instead: `did you mean --port?`. */
  instead?: string;
}

/**
 * One fault in one or two lines.
 *
 * @example
 * ```ts
 * import { faultText } from "./fail.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(
 *   faultText({ wanted: "run", rule: "--target must be known", value: "locl", instead: "did you mean local?" }),
 *   'Cannot run: --target must be known, got "locl"\n  did you mean local?',
 * );
 * ```
 */
export function faultText(fault: Fault): string {
  const value = fault.value === undefined ? "" : `, got ${JSON.stringify(fault.value)}`;
  const instead = fault.instead === undefined ? "" : `\n  ${fault.instead}`;
  return `Cannot ${fault.wanted}: ${fault.rule}${value}${instead}`;
}

/** What was asked for cannot be done: exit 2, nothing started. Carries every fault of the input. */
export class BadInput extends Error {
  override name = "BadInput";
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(faultText).join("\n"));
  }
}

/** Ctrl-C, `kill` or a closed terminal: exit 130. */
export class Interrupted extends Error {
  override name = "Interrupted";
  constructor(readonly signalName: string) {
    super(`Interrupted by ${signalName}`);
  }
}

/** Throws {@linkcode BadInput} with all of `faults`; returns if there are none. */
export function throwFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new BadInput(faults);
}

/** Where a command's words go. */
export interface FailureOutput {
  /** Prints the stack of an unforeseen error; default false. */
  verbose?: boolean;
  /** Writes one line to standard error. */
  print?: (line: string) => void;
}

/**
 * Runs a command's body and turns what it throws into words on standard error and an exit code:
 * {@linkcode BadInput} 2, {@linkcode Interrupted} 130, help and version 0, anything else 1. Never
 * throws.
 *
 * @returns the body's exit code, or the one above.
 * @example
 * ```ts
 * import { BadInput, runCommand } from "./fail.ts";
 * import assert from "node:assert/strict";
 *
 * const code = await runCommand(() => {
 *   throw new BadInput([{ wanted: "run", rule: "a name is required" }]);
 * }, { print: () => {} });
 * assert.equal(code, 2);
 * ```
 */
export async function runCommand(
  body: () => number | Promise<number>,
  { verbose = false, print = console.error }: FailureOutput = {},
): Promise<number> {
  try {
    return await body();
  } catch (error) {
    const helpCode = commanderExit(error);
    if (helpCode !== undefined) return helpCode;
    print(errorText(error, verbose));
    if (error instanceof BadInput) return EXIT.badInput;
    if (error instanceof Interrupted) return EXIT.interrupted;
    return EXIT.failed;
  }
}

/** The words for any error: its message and its causes' messages; with `verbose`, its stack. */
export function errorText(error: unknown, verbose = false): string {
  if (!(error instanceof Error)) return String(error);
  if (verbose && !(error instanceof BadInput)) return error.stack ?? error.message;
  const text = error.message || error.name;
  if (error.cause === undefined) return text;
  return `${text}\n  because: ${errorText(error.cause).replaceAll("\n", "\n  ")}`;
}

/** commander throws to end the command once it has printed its help, version or own message. */
function commanderExit(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("exitCode" in error)) return undefined;
  if (typeof error.code !== "string" || !error.code.startsWith("commander.")) return undefined;
  return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
}
