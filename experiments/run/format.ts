/**
 * Numbers as people read them in the terminal.
 *
 * @module
 */

/** A count with thousands separated; `–` of nothing. */
export function countText(value: number | undefined): string {
  return value === undefined ? "–" : Math.round(value).toLocaleString("en-US");
}

/**
 * A count with its noun.
 *
 * @param plural where that is not `singular` and an s.
 * @example
 * ```ts
 * import { countedText } from "./format.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(countedText(1, "slot"), "1 slot");
 * assert.equal(countedText(2888, "order"), "2,888 orders");
 * ```
 */
export function countedText(
  count: number | undefined,
  singular: string,
  plural = `${singular}s`,
): string {
  return `${countText(count)} ${count === 1 ? singular : plural}`;
}

/**
 * Names as a sentence has them.
 *
 * @example
 * ```ts
 * import { listText } from "./format.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(listText(["1 × 5", "2 × 5", "4 × 5"]), "1 × 5, 2 × 5 and 4 × 5");
 * assert.equal(listText(["1 × 5"]), "1 × 5");
 * ```
 */
export function listText(names: readonly string[]): string {
  const [last, ...others] = names.toReversed();
  return others.length === 0 ? last ?? "" : `${others.toReversed().join(", ")} and ${last}`;
}

/**
 * Parts as one sentence.
 *
 * @param parts at least one.
 * @example
 * ```ts
 * import { sentenceText } from "./format.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(sentenceText(["prefetch 10 paid twice", "others once"]), "Prefetch 10 paid twice; others once.");
 * ```
 */
export function sentenceText(parts: readonly string[]): string {
  const text = parts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/**
 * Three significant digits, thousands separated; `–` of nothing.
 *
 * @example
 * ```ts
 * import { significant } from "./format.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(significant(144.812), "145");
 * assert.equal(significant(0.58512), "0.585");
 * assert.equal(significant(1447.9), "1,448");
 * assert.equal(significant(undefined), "–");
 * ```
 */
export function significant(value: number | undefined): string {
  if (value === undefined) return "–";
  if (value === 0) return "0";
  // Rounded first: 9.9996 is 10.0, which has two digits before the point.
  const rounded = Math.abs(Number(value.toPrecision(3)));
  const integerDigits = Math.floor(Math.log10(rounded)) + 1;
  const decimals = Math.min(6, Math.max(0, 3 - integerDigits));
  return value.toLocaleString("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

/** Seconds: `0.58 s`, `28.9 s`, `144 s`, and from ten minutes on `28 min`. */
export function secondsText(seconds: number | undefined): string {
  if (seconds === undefined) return "–";
  return seconds < 600 ? `${significant(seconds)} s` : `${significant(seconds / 60)} min`;
}

/** A share of 1 in percent with one decimal. */
export function percentText(ratio: number | undefined): string {
  return ratio === undefined ? "–" : `${(ratio * 100).toFixed(1)} %`;
}

/** `, 12 s left`: how long the rest of some steps takes if it goes on as it went; nothing before the first, after the last. */
export function timeLeftText(elapsedS: number, done: number, total: number): string {
  return done === 0 || done >= total ? "" : `, ${etaText(elapsedS * (total - done) / done)} left`;
}

/** How long something still takes, roughly: `12 s`, `about 2 min`, `about 2.4 h`. */
export function etaText(seconds: number): string {
  if (!Number.isFinite(seconds)) return "";
  if (seconds < 90) return `${Math.max(0, Math.ceil(seconds))} s`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min`;
  return `about ${(seconds / 3600).toFixed(1)} h`;
}
