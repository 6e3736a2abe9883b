/**
 * What a chart of published figures finds.
 *
 * @module
 */
import type { Interval } from "../analysis/figure.ts";
import { valueText } from "../claims/claim_text.ts";
import { seenAs } from "./seen.ts";
import type { Path } from "./theme.ts";
import { allText, distance, listed, sentence } from "./words.ts";

/** What was found in one run. */
export interface Found {
  /** Of one of the runs. */
  target: string;
  /** In the unit of what was published. */
  value: number;
  interval?: Interval;
}

/** One published figure. */
export interface PublishedRow {
  /** As in a sentence: `drain, 100 loops`. */
  label: string;
  path: Path;
  published: number;
  /** As it was published; absent where that is `published` in `unit`. */
  words?: string;
  /** As of a claim. */
  unit: string;
  /** At most one a target. */
  found: readonly Found[];
}

/** A value within this of the published one is as published. */
const ALIKE = 0.1;

/** The largest distance of a row's found values from what was published; −1 of none, so that it comes last. */
export function furthest({ published, found }: PublishedRow): number {
  return Math.max(-1, ...found.map(({ value }) => distance(value / published)));
}

/** The finding: how many are off by more than a tenth, and the one furthest off. */
export function findingOf(rows: readonly PublishedRow[]): string {
  const known = rows.filter(({ found }) => found.length > 0);
  if (known.length === 0) return "None of the published figures was measured or simulated here";
  const off = known.filter((row) => furthest(row) > ALIKE);
  const figures = `published figure${known.length === 1 ? "" : "s"}`;
  if (off.length === 0) {
    return sentence(
      `${allText(known.length, "published figure")} ${
        known.length === 1 ? "is" : "are"
      } within a tenth of what was found here`,
    );
  }
  const worst = off.reduce((a, b) => furthest(b) > furthest(a) ? b : a);
  const value = worst.found.reduce((a, b) =>
    distance(b.value / worst.published) > distance(a.value / worst.published) ? b : a
  );
  return `${off.length} of ${known.length} ${figures} ${
    off.length === 1 ? "is" : "are"
  } more than a tenth off; furthest ${worst.label}: published ${publishedText(worst)}, ${
    seenAs(value.target)
  } ${valueText(value.value, worst.unit)}`;
}

/** As it was published. */
export function publishedText({ published, words, unit }: PublishedRow): string {
  return words ?? valueText(published, unit);
}

/** A row in words: what was published, and what was found. */
export function rowText(row: PublishedRow): string {
  const { label, unit, found } = row;
  const seen = found.map(({ target, value }) => `${valueText(value, unit)} ${seenAs(target)}`);
  return `${label}: ${publishedText(row)} published, ${
    seen.length === 0 ? "nothing found" : listed(seen)
  }`;
}
