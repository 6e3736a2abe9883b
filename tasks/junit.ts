/**
 * Counts from the JUnit report that `deno test` writes.
 *
 * @module
 */

/** How many tests ended how. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Adds up the suites of a report; an empty text has no tests.
 *
 * @example
 * ```ts
 * import { junitCounts } from "./junit.ts";
 * import assert from "node:assert/strict";
 *
 * const report = '<testsuites tests="4"><testsuite name="a" tests="4" disabled="1" errors="0" failures="1"/></testsuites>';
 * assert.deepEqual(junitCounts(report), { passed: 2, failed: 1, skipped: 1 });
 * ```
 */
export function junitCounts(xml: string): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [suite] of xml.matchAll(/<testsuite\s[^>]*>/g)) {
    const attribute = (name: string) => Number(suite.match(`\\b${name}="(\\d+)"`)?.[1] ?? 0);
    const failed = attribute("failures") + attribute("errors");
    const skipped = attribute("disabled") + attribute("skipped");
    counts.failed += failed;
    counts.skipped += skipped;
    counts.passed += attribute("tests") - failed - skipped;
  }
  return counts;
}
