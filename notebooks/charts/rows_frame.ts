/**
 * A plot whose rows have names: beside them where there is room, above them on a narrow drawing.
 *
 * @module
 */
import type { Axis } from "./axis.ts";
import { type Form, type Frame, frameOf } from "./frame.ts";
import { type Label, labels, type Layer } from "./layers.ts";
import { textWidth, wrapText } from "./text_width.ts";
import { COLOUR, TYPE } from "./theme.ts";

/** A frame of rows. */
export interface RowsFrame {
  frame: Frame;
  /** Where a row's marks are, in the unit of the y axis. */
  heightOf: (row: number) => number;
  /** The names of the rows. */
  names: Layer[];
}

const NAME_WIDTH_MAX = 230;
const LINE = 15;

/**
 * Makes a frame of rows.
 *
 * @param rowHeight room for the marks of a row, px.
 * @param right room for labels beside the plot, px.
 */
export function rowsFrame(
  form: Form,
  { names, x, rowHeight, right }: {
    names: readonly string[];
    x: Axis;
    rowHeight: number;
    right: number;
  },
): RowsFrame {
  const above = form.narrow;
  const lines = names.map((name) =>
    wrapText(name, above ? form.width : NAME_WIDTH_MAX, TYPE.label)
  );
  const widest = Math.max(...lines.flat().map((line) => textWidth(line, TYPE.label)));
  const nameRoom = above ? 8 + LINE * Math.max(...lines.map(({ length }) => length)) : 0;
  const each = rowHeight + nameRoom;
  const height = each * names.length;
  const frame = frameOf(form, {
    x,
    y: { title: "", log: false, domain: [0, height], ticks: [], format: "" },
    left: above ? 12 : widest + 12,
    right,
    height,
  });
  // Pixels count from above, the axis from below.
  const middle = (row: number) => each * row + nameRoom + rowHeight / 2;
  return {
    frame,
    heightOf: (row) => height - middle(row),
    names: labels(
      frame,
      lines.map((text, row): Label => ({
        text: text.join("\n"),
        x: above ? -frame.padding.left + 2 : -frame.padding.left + widest,
        y: above ? middle(row) - rowHeight / 2 - LINE * text.length / 2 : middle(row),
        align: above ? "left" : "right",
        colour: COLOUR.ink,
      })),
    ),
  };
}
