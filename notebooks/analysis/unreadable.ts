/**
 * DuckDB's errors of a CSV file, without its advice to whoever wrote the query.
 *
 * @module
 */

/**
 * What is wrong with a file of a run, from the error of a query over it; another error as it is.
 *
 * @param folder of the run.
 * @example
 * ```ts
 * import { unreadable } from "./unreadable.ts";
 * import assert from "node:assert/strict";
 *
 * const error = new Error(
 *   "Invalid Input Error: CSV Error on Line: 3\nOriginal Line: x\nPossible fixes:\n* …\n\n  file = /run/orders.csv\n",
 * );
 * assert.equal(
 *   unreadable(error, "/run").message,
 *   "Cannot read orders.csv in /run: CSV Error on Line: 3; Original Line: x; type deno task runs check /run",
 * );
 * ```
 */
export function unreadable(error: unknown, folder: string): Error {
  const { message } = error as Error;
  const missing = /No files found that match the pattern "([^"]+)"/.exec(message)?.[1];
  if (missing !== undefined) {
    return new TypeError(
      `Cannot read ${folder}: there must be a file ${missing}; type deno task runs check ${folder}`,
      { cause: error },
    );
  }
  const file = /\n {2}file = (?:.*\/)?([^/\n]+)\n/.exec(message)?.[1];
  if (file === undefined) return error as Error;
  const [facts] = message.split(/\n(?:Possible |This can |Column .* is being |\n {2}file = )/);
  const lines = facts!.replace(/^[A-Z][\w ]* Error: /, "").replaceAll(/:\s*\n\s*/g, ": ").split(
    "\n",
  );
  const what = lines.map((line) => line.trim().replace(/\.$/, "")).filter((line) => line !== "")
    .join("; ");
  return new TypeError(
    `Cannot read ${file} in ${folder}: ${what}; type deno task runs check ${folder}`,
    { cause: error },
  );
}
