/**
 * A key inside of the plot, in the corner that its lines leave free.
 *
 * @module
 */
import { fromPixels } from "./axis.ts";
import type { Frame } from "./frame.ts";
import { type Label, labels, type Layer, stretches, type Stroke } from "./layers.ts";
import { type Box, covered } from "./place.ts";
import { textWidth } from "./text_width.ts";
import { COLOUR, TYPE } from "./theme.ts";

/** One line of a key. */
export interface KeyLine {
  text: string;
  stroke: Pick<Stroke, "colour" | "width" | "dash">;
}

const SAMPLE = 26;
const ROW = 18;

/**
 * A sample of each line with its name, in a corner; of a single line nothing, as the words around the chart
 * name it.
 *
 * @param taken what the key should not cover.
 */
export function keyLayers(
  frame: Frame,
  lines: readonly KeyLine[],
  taken: readonly Box[],
): Layer[] {
  if (lines.length < 2) return [];
  const widest = Math.max(...lines.map(({ text }) => textWidth(text, TYPE.label)));
  const size = { width: widest + SAMPLE + 8, height: lines.length * ROW };
  const { left, top } = cornerOf(frame, size, taken);
  const atX = (pixels: number) => fromPixels(frame.x, pixels, frame.width);
  const atY = (pixels: number) => fromPixels(frame.y, frame.height - pixels, frame.height);
  const yOf = (row: number) => top + (row + 0.5) * ROW;
  const texts = lines.map(({ text }, row): Label => ({
    text,
    x: left + SAMPLE + 6,
    y: yOf(row),
    align: "left",
    colour: COLOUR.ink,
  }));
  return [
    ...lines.map(({ stroke }, row) =>
      stretches(
        [{ x: atX(left), x2: atX(left + SAMPLE), y: atY(yOf(row)), y2: atY(yOf(row)) }],
        stroke,
      )
    ),
    ...labels(frame, texts),
  ];
}

/** The upper left end of the corner that covers least: upper right, lower right, upper left, lower left. */
function cornerOf(
  frame: Frame,
  { width, height }: { width: number; height: number },
  taken: readonly Box[],
) {
  const right = Math.max(0, frame.width - width);
  const bottom = frame.height - height - 6;
  const corners = [
    { left: right, top: 0 },
    { left: right, top: bottom },
    { left: 8, top: 0 },
    { left: 8, top: bottom },
  ];
  const cost = ({ left, top }: { left: number; top: number }) =>
    covered({ left, top, right: left + width, bottom: top + height }, taken);
  return corners.reduce((best, corner) => cost(corner) < cost(best) ? corner : best);
}
