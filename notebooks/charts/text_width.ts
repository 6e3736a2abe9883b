/**
 * How wide a text will be, without a browser to ask.
 *
 * @module
 */

/** Widths of Helvetica's characters in thousandths of the type size. Source: Adobe's Helvetica AFM. */
const WIDTH: readonly (readonly [characters: string, width: number])[] = [
  ["ijl'|", 222],
  [" .,:;/\\!ftI[]()·-", 278],
  ["r°", 333],
  ["ckszvxyJ", 500],
  ["abdeghnopquL0123456789–_?$", 556],
  ["FTZ=+<>~≤≥±×−÷≈", 600],
  ["ABEKPSVXY&", 667],
  ["CDHNRUw", 722],
  ["GOQ", 778],
  ["mM", 833],
  ["%", 889],
  ["W—→@", 1000],
];

const OF_CHARACTER = new Map(
  WIDTH.flatMap(([characters, width]) => [...characters].map((it) => [it, width] as const)),
);

/** The widest of the usual system fonts, DejaVu Sans, takes this much more than Helvetica; in bold more again. */
const MARGIN = { regular: 1.17, bold: 1.32 };

/**
 * Estimated width of a line of text in a system font, on the safe side.
 *
 * @param size type size, px.
 * @returns px.
 * @example
 * ```ts
 * import { textWidth } from "./text_width.ts";
 * import assert from "node:assert/strict";
 *
 * assert(textWidth("1,448 orders", 12) > textWidth("448 orders", 12));
 * assert(textWidth("1,448 orders", 12) < 12 * 0.8 * "1,448 orders".length);
 * ```
 */
export function textWidth(text: string, size: number, bold = false): number {
  const thousandths = [...text].reduce((sum, it) => sum + (OF_CHARACTER.get(it) ?? 600), 0);
  return thousandths / 1000 * size * (bold ? MARGIN.bold : MARGIN.regular);
}

/**
 * Breaks a text into lines that fit; a word that is wider than a line keeps a line of its own.
 *
 * @param width px.
 * @param size type size, px.
 * @example
 * ```ts
 * import { wrapText } from "./text_width.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(wrapText("one two three", 60, 12), ["one two", "three"]);
 * ```
 */
export function wrapText(text: string, width: number, size: number, bold = false): string[] {
  const lines: string[] = [];
  // A number and its unit stay together.
  for (const word of text.split(/ (?!(?:%|s|ms|min|h|×)(?:\W|$))/)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(longer, size, bold) > width) lines.push(word);
    else lines.splice(-1, 1, longer);
  }
  return lines;
}
