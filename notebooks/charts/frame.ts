/**
 * The frame of a plot: its room, its axes, its grid.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { type Axis, toPixels } from "./axis.ts";
import type { Layer, Point } from "./layers.ts";
import type { Box } from "./place.ts";
import { textWidth, wrapText } from "./text_width.ts";
import { COLOUR, FONT, TYPE } from "./theme.ts";

/** A drawing's width in pixels: beside text, or on a telephone. Both are drawn; no text shrinks. */
export interface Form {
  width: number;
  narrow: boolean;
}

/** The two forms of every chart. */
export const FORMS = {
  wide: { width: 720, narrow: false },
  narrow: { width: 360, narrow: true },
} as const satisfies Record<string, Form>;

/** Room and axes of a plot, in pixels. */
export interface Frame {
  form: Form;
  /** Of the plot itself, without axes. */
  width: number;
  height: number;
  padding: { left: number; top: number; right: number; bottom: number };
  x: Axis;
  y: Axis;
  /** Names of the axes, in lines that fit. */
  title: { x: readonly string[]; y: readonly string[] };
  /** Rows that are named by labels of their own have no axis and no grid. */
  rows: boolean;
}

/** What a drawing is made of. */
export interface Drawing {
  frame: Frame;
  layers: readonly Layer[];
}

const LINE = 15;

function tickText({ format }: Axis, tick: number): string {
  // `~s` writes 10,000 as 10k, which is no wider.
  const text = tick.toLocaleString("en-US", { maximumFractionDigits: 6 });
  return `${format.includes("$") ? "$" : ""}${format.includes("s") ? "100k" : text}`;
}

/**
 * Makes room for axes and labels.
 *
 * @param right room for labels beside the plot, px.
 * @param left room for the names of rows; that of the ticks where there are no rows.
 * @param height of the plot, px.
 */
export function frameOf(
  form: Form,
  { x, y, right = 0, left, height, top = 0 }: {
    x: Axis;
    y: Axis;
    right?: number;
    left?: number;
    height: number;
    top?: number;
  },
): Frame {
  const widest = Math.max(
    0,
    ...y.ticks.map((tick) => textWidth(tickText(y, tick), TYPE.label)),
  );
  const lastTick = x.ticks.at(-1);
  const overhang = lastTick === undefined ? 0 : textWidth(tickText(x, lastTick), TYPE.label) / 2;
  const rows = left !== undefined;
  const sides = {
    left: Math.ceil(left ?? widest + 10),
    right: Math.ceil(Math.max(right, overhang, 4)),
  };
  const title = {
    x: wrapText(x.title, form.width - sides.right - 4, TYPE.label),
    y: wrapText(y.title, form.width - 8, TYPE.label),
  };
  const padding = {
    ...sides,
    top: top + (rows ? 4 : title.y.length * LINE + 10),
    bottom: 24 + title.x.length * LINE,
  };
  const width = form.width - sides.left - sides.right;
  return { form, width, height, padding, x, y, title, rows };
}

/** A point in pixels of the plot, from its upper left corner. */
export function inPixels({ x, y, width, height }: Frame, point: Point): Point {
  return {
    x: toPixels(x, point.x, width),
    y: height - toPixels(y, point.y, height),
  };
}

/** The box of the name of the y axis, above the plot. */
export function axisTitleBox({ title, padding }: Frame): Box {
  const width = Math.max(...title.y.map((text) => textWidth(text, TYPE.label)));
  return {
    left: -padding.left,
    top: -10 - title.y.length * LINE,
    right: 8 - padding.left + width,
    bottom: -8,
  };
}

/** All of a plot, and the room beside it; for labels to stay within. */
export function areaOf({ width, height, padding }: Frame): Box {
  return { left: 0, top: -4, right: width + padding.right, bottom: height };
}

const CONFIG = {
  aria: false,
  font: FONT,
  view: { stroke: null },
  axis: {
    labelColor: COLOUR.muted,
    labelFontSize: TYPE.label,
    titleColor: COLOUR.muted,
    titleFontSize: TYPE.label,
    titleFontWeight: "normal",
    gridColor: COLOUR.grid,
    domainColor: COLOUR.muted,
    tickColor: COLOUR.muted,
  },
} as const;

/** The specification of a drawing, its colours those of paper. */
export function specOf({ frame, layers }: Drawing): TopLevelSpec {
  const { width, height, padding, x, y, rows } = frame;
  const scale = ({ log, domain }: Axis) => ({
    ...(log ? { type: "log" as const } : { type: "linear" as const, zero: false }),
    domain: [...domain],
    nice: false,
  });
  const tooltip = [
    { field: "x", type: "quantitative" as const, title: x.title },
    ...(rows ? [] : [{ field: "y", type: "quantitative" as const, title: y.title }]),
  ];
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    width,
    height,
    padding,
    autosize: { type: "none" },
    background: COLOUR.paper,
    config: CONFIG,
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        scale: scale(x),
        axis: {
          values: [...x.ticks],
          format: x.format,
          title: [...frame.title.x],
          titleAnchor: "end",
          titlePadding: 6,
          grid: rows,
          domain: !rows,
          ticks: !rows,
          labelFlush: false,
          labelOverlap: false,
        },
      },
      y: {
        field: "y",
        type: "quantitative",
        scale: scale(y),
        axis: rows ? null : {
          values: [...y.ticks],
          format: y.format,
          title: [...frame.title.y],
          titleAngle: 0,
          titleAlign: "left",
          titleAnchor: "end",
          titleBaseline: "bottom",
          titleX: -padding.left + 2,
          titleY: -10,
          domain: false,
          ticks: false,
          labelOverlap: false,
        },
      },
      tooltip,
    },
    layer: layers.map(({ spec }) => spec),
  };
}
