/**
 * A chart: a finding, drawn. Modules beside this one each make one; `render_svg.ts` draws it.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { type Drawing, type Form, FORMS, specOf } from "./frame.ts";

/** One chart, as every place shows it: Jupyter, the report, a file. */
export interface Chart {
  /** Names its file: lower-case letters, digits and `-`. */
  id: string;
  /** The finding, in a sentence without a full stop. */
  title: string;
  /** What is drawn. */
  subtitle: string;
  /** Target, size, time factor, run id, repetitions. */
  caption: string;
  /** The finding and the figures that carry it, for who cannot see it. */
  alternative: string;
  /** Vega-Lite in the colours of paper, 720 pixels wide; `theme.ts` says how they follow a theme. */
  spec: TopLevelSpec;
  /** The same, 360 pixels wide, for telephones. */
  narrow: TopLevelSpec;
  /**
   * How many marks of data it must show, by the class of their group in the SVG: of `{ ledger_marks: 1 }`
   * a browser must find one element by `.ledger_marks > *`.
   */
  marks: Readonly<Record<string, number>>;
}

/** What a chart module says of its chart. */
export interface ChartParts
  extends Pick<Chart, "id" | "title" | "subtitle" | "caption" | "alternative"> {
  /** Draws it in a form; both forms must show the same data. */
  draw: (form: Form) => Drawing;
}

/** Makes a chart in both forms. */
export function chartOf({ draw, ...words }: ChartParts): Chart {
  const wide = draw(FORMS.wide);
  return {
    ...words,
    spec: specOf(wide),
    narrow: specOf(draw(FORMS.narrow)),
    marks: Object.assign({}, ...wide.layers.map(({ marks }) => marks ?? {})),
  };
}
