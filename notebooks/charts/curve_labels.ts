/**
 * Names of curves, beside them: best at their end, else where there is room along them.
 *
 * @module
 */
import { areaOf, axisTitleBox, type Form, type Frame, inPixels } from "./frame.ts";
import { type Label, labels, type Layer, type Point } from "./layers.ts";
import { boxesAlong, placeLabels, type Spot, spread } from "./place.ts";
import { textWidth } from "./text_width.ts";
import { TYPE } from "./theme.ts";

/** A curve to be named. */
export interface NamedCurve {
  text: string;
  colour: string;
  /** In the units of the axes; not empty. */
  points: readonly Point[];
}

const GAP = 7;

/** Names along curves that end anywhere, such as on the axis. */
export function labelsAlong(frame: Frame, curves: readonly NamedCurve[]): Layer[] {
  const inside = curves.map(({ points }) => points.map((point) => inPixels(frame, point)));
  const type = typeIn(frame.form);
  const texts = curves.map(({ text }) => broken(frame.form, text));
  const spots = placeLabels(
    texts.map((text, index) => ({ text, ...type, spots: spotsAlong(inside[index]!) })),
    areaOf(frame),
    [axisTitleBox(frame), ...inside.flatMap(boxesAlong)],
  );
  return labels(
    frame,
    curves.map(({ colour }, index): Label => ({
      text: texts[index]!,
      colour,
      ...type,
      ...spots[index]!,
    })),
  );
}

/** Where room is scarce, names are smaller, and break at commas. */
function typeIn({ narrow }: Form): { bold: boolean; size: number } {
  return narrow ? { bold: false, size: TYPE.small } : { bold: true, size: TYPE.label };
}

function broken({ narrow }: Form, text: string): string {
  return narrow ? text.replaceAll(", ", ",\n") : text;
}

/** Beside a curve's end, then back along it. */
function spotsAlong(curve: readonly Point[]): Spot[] {
  const dense = dots(curve, 10).reverse();
  const beside = dense.map(({ x, y }): Spot => ({ x: x + GAP, y: y - 8, align: "left" }));
  const above = dense.map(({ x, y }): Spot => ({ x, y: y - 13, align: "center" }));
  const below = dense.map(({ x, y }): Spot => ({ x, y: y + 13, align: "center" }));
  const before = dense.map(({ x, y }): Spot => ({ x: x - GAP, y: y - 8, align: "right" }));
  return [...beside, ...above, ...below, ...before];
}

/** Points about `step` pixels apart along a line. */
function dots(curve: readonly Point[], step: number): Point[] {
  const all: Point[] = curve.slice(0, 1);
  for (const to of curve.slice(1)) {
    const from = all.at(-1)!;
    const count = Math.floor(Math.hypot(to.x - from.x, to.y - from.y) / step);
    for (let index = 1; index <= count; index++) {
      const share = index / count;
      all.push({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
    }
  }
  const last = curve.at(-1);
  return last === undefined ? [] : [...all, last];
}

/** Room that {@linkcode labelsAtEnd} needs to the right, px. */
export function roomAtEnd(form: Form, texts: readonly string[]): number {
  const { bold, size } = typeIn(form);
  const lines = texts.flatMap((text) => broken(form, text).split("\n"));
  return Math.max(0, ...lines.map((line) => textWidth(line, size, bold))) + GAP + 2;
}

/** Names to the right of curves that all end at the right edge, moved apart where they would touch. */
export function labelsAtEnd(frame: Frame, curves: readonly NamedCurve[]): Layer[] {
  const type = typeIn(frame.form);
  const ends = curves.map(({ points }) => inPixels(frame, points.at(-1)!));
  const texts = curves.map(({ text }) => broken(frame.form, text));
  const lines = Math.max(...texts.map((text) => text.split("\n").length));
  const gap = type.size * 1.2 * lines + 3;
  const heights = spread(ends.map(({ y }) => y), gap, 0, frame.height);
  return labels(
    frame,
    curves.map(({ colour }, index): Label => ({
      text: texts[index]!,
      colour,
      ...type,
      x: ends[index]!.x + GAP,
      y: heights[index]!,
      align: "left",
    })),
  );
}
