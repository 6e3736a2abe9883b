/**
 * Charts as SVG, without a browser.
 *
 * @module
 */
import { parse, View } from "vega";
import { compile } from "vega-lite";
import type { Chart } from "./chart.ts";

/** Draws a chart. */
export async function renderSvg(chart: Chart): Promise<string> {
  const view = new View(parse(compile(chart.spec).spec), { renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
