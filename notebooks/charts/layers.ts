/**
 * What is drawn inside of a plot: lines, points, intervals, labels. Each is one layer of Vega-Lite whose rows
 * hold `x` and `y`; those that show data have a name, by which their marks are counted.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { fromPixels } from "./axis.ts";
import type { Frame } from "./frame.ts";
import type { Spot } from "./place.ts";
import { COLOUR, TYPE } from "./theme.ts";

/** A layer of Vega-Lite. */
export type LayerSpec = Extract<TopLevelSpec, { layer: unknown }>["layer"][number];

/** A layer, and the marks of data in it. */
export interface Layer {
  spec: LayerSpec;
  /** Marks by the class of their group, see {@linkcode Chart}. */
  marks?: Readonly<Record<string, number>>;
}

/** A point in the units of the axes. */
export interface Point {
  x: number;
  y: number;
}

/** Most points that a line may have: more than a chart has pixels, and a file would grow by them. */
export const POINTS_MAX = 4000;

/** How a line looks. */
export interface Stroke {
  colour: string;
  width?: number;
  dash?: readonly [number, number];
  /** Keeps its value until the next point. */
  step?: boolean;
}

function counted(name: string | undefined, count: number): Pick<Layer, "marks"> {
  return name === undefined ? {} : { marks: { [`${name}_marks`]: count } };
}

const named = (name: string | undefined) => name === undefined ? {} : { name };

/**
 * A line through points.
 *
 * @param name names its marks: lower-case letters, digits and `_`.
 * @throws {RangeError} if it has more than {@linkcode POINTS_MAX} points.
 */
export function line(name: string, points: readonly Point[], stroke: Stroke): Layer {
  if (points.length > POINTS_MAX) {
    throw new RangeError(
      `Cannot draw ${name}: a line must have at most ${POINTS_MAX} points, got ${points.length}; ` +
        `thin it out first, keeping its peaks`,
    );
  }
  return {
    spec: {
      name,
      data: { values: points.map(({ x, y }) => ({ x, y })) },
      mark: {
        type: "line",
        stroke: stroke.colour,
        strokeWidth: stroke.width ?? 2,
        strokeJoin: "round",
        ...(stroke.dash === undefined ? {} : { strokeDash: [...stroke.dash] }),
        interpolate: stroke.step === true ? "step-after" : "linear",
        clip: true,
      },
      encoding: { order: { field: "x", type: "quantitative" } },
    },
    ...counted(name, points.length === 0 ? 0 : 1),
  };
}

/** How points look: filled if measured, hollow if simulated, a cross if published. */
export interface Symbol {
  colour: string;
  /** Defaults to `filled`. */
  look?: "filled" | "hollow" | "cross";
  shape?: "circle" | "square" | "diamond" | "triangle-up";
  /** Area, square pixels. */
  size?: number;
}

const CROSS = "M-.7,-.7L.7,.7M-.7,.7L.7,-.7";

/** Points; in Jupyter each tells its values. */
export function points(name: string, rows: readonly Point[], symbol: Symbol): Layer {
  const { colour, look = "filled", shape = "circle", size = 60 } = symbol;
  return {
    spec: {
      name,
      data: { values: rows.map(({ x, y }) => ({ x, y })) },
      mark: {
        type: "point",
        shape: look === "cross" ? CROSS : shape,
        size,
        opacity: 1,
        fill: look === "filled" ? colour : look === "hollow" ? COLOUR.paper : "transparent",
        stroke: colour,
        strokeWidth: look === "filled" ? 0 : 2,
      },
    },
    ...counted(name, rows.length),
  };
}

/** A straight line from one point to another. */
export interface Stretch extends Point {
  x2: number;
  y2: number;
}

/** Straight lines, such as intervals and annotations; only with a name do they count as data. */
export function stretches(
  rows: readonly Stretch[],
  stroke: Pick<Stroke, "colour" | "width" | "dash">,
  name?: string,
): Layer {
  return {
    spec: {
      ...named(name),
      data: { values: rows.map(({ x, y, x2, y2 }) => ({ x, y, x2, y2 })) },
      mark: {
        type: "rule",
        stroke: stroke.colour,
        strokeWidth: stroke.width ?? 1,
        ...(stroke.dash === undefined ? {} : { strokeDash: [...stroke.dash] }),
      },
      encoding: { x2: { field: "x2" }, y2: { field: "y2" } },
    },
    ...counted(name, rows.length),
  };
}

/** Bars from zero, lying. */
export function bars(
  name: string,
  rows: readonly Point[],
  { colour, height, hollow = false }: { colour: string; height: number; hollow?: boolean },
): Layer {
  return {
    spec: {
      name,
      data: { values: rows.map(({ x, y }) => ({ x, y, x2: 0 })) },
      mark: {
        type: "bar",
        orient: "horizontal",
        height,
        fill: hollow ? COLOUR.paper : colour,
        stroke: colour,
        strokeWidth: hollow ? 1.5 : 0,
        ...(hollow ? { strokeDash: [4, 3] } : {}),
      },
      encoding: { x2: { field: "x2" } },
    },
    ...counted(name, rows.length),
  };
}

/** A label of one or more lines, in pixels of the plot. */
export interface Label extends Spot {
  text: string;
  colour: string;
  bold?: boolean;
  size?: number;
}

/** Text over a halo of paper, so that it can be read over lines. */
export function labels(frame: Frame, rows: readonly Label[]): Layer[] {
  const values = rows.flatMap(({ x, y, text, align, colour, bold, size = TYPE.label }) =>
    text.split("\n").map((line, index, { length }) => ({
      x: fromPixels(frame.x, x, frame.width),
      y: fromPixels(
        frame.y,
        frame.height - y - (index - (length - 1) / 2) * size * 1.2,
        frame.height,
      ),
      text: line,
      align,
      colour,
      weight: bold === true ? 600 : 400,
      size,
    }))
  );
  const mark = {
    type: "text",
    baseline: "middle",
    align: { expr: "datum.align" },
    fontWeight: { expr: "datum.weight" },
    fontSize: { expr: "datum.size" },
    tooltip: null,
  } as const;
  const text = { field: "text", type: "nominal" } as const;
  return [
    {
      spec: {
        data: { values },
        mark: {
          ...mark,
          fill: COLOUR.paper,
          stroke: COLOUR.paper,
          strokeWidth: 3.5,
          strokeJoin: "round",
        },
        encoding: { text },
      },
    },
    {
      spec: {
        data: { values },
        mark: { ...mark, fill: { expr: "datum.colour" } },
        encoding: { text },
      },
    },
  ];
}
