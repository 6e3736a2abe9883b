/**
 * A key inside of the plot, where its lines leave the upper right corner free.
 *
 * @module
 */
import { fromPixels } from "./axis.ts";
import type { Frame } from "./frame.ts";
import { type Label, labels, type Layer, type Stroke, stretches } from "./layers.ts";
import { textWidth } from "./text_width.ts";
import { COLOUR, TYPE } from "./theme.ts";

/** One line of a key. */
export interface KeyLine {
  text: string;
  stroke: Pick<Stroke, "colour" | "width" | "dash">;
}

const SAMPLE = 26;
const ROW = 18;

/** A sample of each line with its name, flush right at the top. */
export function keyLayers(frame: Frame, lines: readonly KeyLine[]): Layer[] {
  const widest = Math.max(...lines.map(({ text }) => textWidth(text, TYPE.label)));
  const left = frame.width - widest - SAMPLE - 8;
  const atX = (pixels: number) => fromPixels(frame.x, pixels, frame.width);
  const atY = (pixels: number) => fromPixels(frame.y, frame.height - pixels, frame.height);
  const yOf = (row: number) => 10 + row * ROW;
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
