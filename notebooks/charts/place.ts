/**
 * Where labels go: beside what they name, and over nothing else.
 *
 * @module
 */
import { textWidth } from "./text_width.ts";
import { TYPE } from "./theme.ts";

/** A rectangle in pixels of the plot, from its upper left corner. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Where a label may stand: the middle of its left end, its centre, or its right end. */
export interface Spot {
  x: number;
  y: number;
  align: "left" | "center" | "right";
}

/** A label and the spots that suit it, best first. */
export interface Wanted {
  /** May have several lines. */
  text: string;
  spots: readonly Spot[];
  bold?: boolean;
  /** Defaults to that of labels, px. */
  size?: number;
}

/** Between texts in a row, px. */
const MARGIN = 2;

/** The box of a text at a spot, which is at half its height. */
export function textBox({ text, bold, size = TYPE.label }: Wanted, { x, y, align }: Spot): Box {
  const lines = text.split("\n");
  const width = Math.max(...lines.map((line) => textWidth(line, size, bold)));
  const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
  const half = size * 0.6 * lines.length;
  return { left: left - MARGIN, top: y - half, right: left + width + MARGIN, bottom: y + half };
}

/**
 * Finds a spot for each label, in order: its first that covers nothing; if all do, the one that covers least.
 *
 * @param area what labels must stay within.
 * @param taken what they should not cover, such as marks and lines.
 * @returns a spot a label, in the order of the labels.
 */
export function placeLabels(
  labels: readonly Wanted[],
  area: Box,
  taken: readonly Box[] = [],
): Spot[] {
  const boxes: { box: Box; weight: number }[] = taken.map((box) => ({ box, weight: 1 }));
  return labels.map((label) => {
    const cost = (spot: Spot) => {
      const own = textBox(label, spot);
      const covered = boxes.reduce((sum, { box, weight }) => sum + weight * overlap(own, box), 0);
      // Clipped text is worse than covered text, and text over text is worse than text over a line.
      return covered + 1000 * outside(own, area);
    };
    let best = label.spots[0]!;
    let least = cost(best);
    for (const spot of label.spots.slice(1)) {
      if (least === 0) break;
      const own = cost(spot);
      if (own < least) [best, least] = [spot, own];
    }
    boxes.push({ box: textBox(label, best), weight: 10 });
    return best;
  });
}

/** How much of a box is covered, square pixels. */
export function covered(box: Box, taken: readonly Box[]): number {
  return taken.reduce((sum, other) => sum + overlap(box, other), 0);
}

function overlap(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return width > 0 && height > 0 ? width * height : 0;
}

function outside(box: Box, area: Box): number {
  return Math.max(0, area.left - box.left) + Math.max(0, box.right - area.right) +
    Math.max(0, area.top - box.top) + Math.max(0, box.bottom - area.bottom);
}

/** Spots around a point, `gap` pixels off: right, left, above, below, and the corners. */
export function around(x: number, y: number, gap = 8): Spot[] {
  const row = TYPE.label * 1.25;
  return [
    { x: x + gap, y, align: "left" },
    { x: x - gap, y, align: "right" },
    { x, y: y - gap - row * 0.4, align: "center" },
    { x, y: y + gap + row * 0.4, align: "center" },
    { x: x + gap * 0.6, y: y - row, align: "left" },
    { x: x - gap * 0.6, y: y - row, align: "right" },
    { x: x + gap * 0.6, y: y + row, align: "left" },
    { x: x - gap * 0.6, y: y + row, align: "right" },
  ];
}

/** The box of a mark at a point. */
export function boxAround({ x, y }: { x: number; y: number }): Box {
  return { left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 };
}

/** Small boxes along a line of pixels, for {@linkcode placeLabels} to keep off. */
export function boxesAlong(points: readonly { x: number; y: number }[]): Box[] {
  const boxes: Box[] = [];
  points.forEach((to, index) => {
    const from = points[index - 1] ?? to;
    const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 4));
    for (let step = 1; step <= steps; step++) {
      const x = from.x + (to.x - from.x) * step / steps;
      const y = from.y + (to.y - from.y) * step / steps;
      boxes.push({ left: x - 2, right: x + 2, top: y - 2, bottom: y + 2 });
    }
  });
  return boxes;
}

/**
 * Moves positions apart to `gap`, each as little as may be, in order.
 *
 * @returns positions in the order given; within `low` to `high` as long as they fit.
 * @example
 * ```ts
 * import { spread } from "./place.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(spread([50, 50, 90], 14, 0, 100), [43, 57, 90]);
 * assert.deepEqual(spread([99, 98], 14, 0, 100), [100, 86]);
 * ```
 */
export function spread(
  positions: readonly number[],
  gap: number,
  low: number,
  high: number,
): number[] {
  const order = positions.map((_, index) => index).sort((a, b) =>
    positions[a]! - positions[b]! || a - b
  );
  // Without the gaps, positions must only not descend: pool those that do (isotonic regression).
  const pools: { sum: number; count: number }[] = [];
  order.forEach((index, rank) => {
    pools.push({ sum: positions[index]! - rank * gap, count: 1 });
    while (pools.length > 1 && level(pools.at(-2)!) > level(pools.at(-1)!)) {
      const last = pools.pop()!;
      pools.at(-1)!.sum += last.sum;
      pools.at(-1)!.count += last.count;
    }
  });
  const levels = pools.flatMap((pool) => Array<number>(pool.count).fill(level(pool)));
  const highest = high - gap * (positions.length - 1);
  const placed: number[] = [];
  order.forEach((index, rank) => {
    placed[index] = Math.max(low, Math.min(highest, levels[rank]!)) + rank * gap;
  });
  return placed;
}

function level({ sum, count }: { sum: number; count: number }): number {
  return sum / count;
}
