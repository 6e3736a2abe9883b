/**
 * Where the load ends: a thin dotted line with its name.
 *
 * @module
 */
import { areaOf, axisTitleBox, type Frame, inPixels } from "./frame.ts";
import { labels, type Layer, stretches } from "./layers.ts";
import { type Box, placeLabels } from "./place.ts";
import { COLOUR } from "./theme.ts";

/**
 * Marks the end of the load.
 *
 * @param at in the unit of the x axis.
 * @param taken what its name should not cover.
 */
export function loadEnds(frame: Frame, at: number, taken: readonly Box[]): Layer[] {
  const { x } = inPixels(frame, { x: at, y: 0 });
  const text = "Load ends";
  const [spot] = placeLabels(
    [{
      text,
      spots: [
        { x, y: -17, align: "center" },
        { x: x + 6, y: 4, align: "left" },
        { x: x - 6, y: 4, align: "right" },
      ],
    }],
    { ...areaOf(frame), top: -frame.padding.top },
    [axisTitleBox(frame), ...taken],
  );
  return [
    stretches([{ x: at, y: 0, x2: at, y2: frame.y.domain[1] }], {
      colour: COLOUR.muted,
      dash: [2, 2],
    }),
    ...labels(frame, [{ text, ...spot!, colour: COLOUR.ink }]),
  ];
}
