/**
 * What zod has found wrong, in one line.
 *
 * @module
 */
import type { z } from "zod";

/**
 * All faults of one input.
 *
 * @param pathText words for the way to a value.
 * @example
 * ```ts
 * import { z } from "zod";
 * import { issuesText } from "./issues_text.ts";
 * import assert from "node:assert/strict";
 *
 * const { error } = z.object({ a: z.object({ b: z.number({ error: "must be a number" }) }) })
 *   .safeParse({ a: {} });
 * assert.equal(issuesText(error!), "a.b must be a number");
 * ```
 */
export function issuesText(
  { issues }: z.ZodError,
  pathText = (path: readonly PropertyKey[]) => path.map(String).join("."),
): string {
  return issues.map(({ path, message }) =>
    path.length === 0 ? message : `${pathText(path)} ${message}`
  ).join("; ");
}
