/**
 * A chart: a finding, drawn. Modules beside this one each make one; `render_svg.ts` draws it.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";

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
  /** Vega-Lite, without colours of a theme: those come from the renderer. */
  spec: TopLevelSpec;
  /** How many marks of data it must show, by the name of their mark group; what is counted in a browser. */
  marks: Readonly<Record<string, number>>;
}
