/**
 * Charts as SVG, without a browser.
 *
 * @module
 */
import { logger, parse, View, Warn } from "vega";
import { compile } from "vega-lite";
import type { Chart } from "./chart.ts";
import { FORMS } from "./frame.ts";
import { wrapText } from "./text_width.ts";
import { chartCss, COLOUR, FONT, TYPE } from "./theme.ts";

/** Heights of lines of words, px. */
const LEADING = { title: 22, subtitle: 18, caption: 15 } as const;

/** How a chart is to be drawn. */
export interface SvgOptions {
  /** `narrow` is for widths under about 500 pixels. Defaults to `wide`. */
  form?: keyof typeof FORMS;
  /**
   * `file`: complete in itself, with title, caption, style and paper. `page`: only the plot, to stand in HTML
   * that has the words, and `chartCss(".chart")` in its style sheet. Defaults to `file`.
   */
  place?: "file" | "page";
  /** Starts every id inside; must be unique in a page. Defaults to the chart's id and the form. */
  idPrefix?: string;
}

/**
 * Draws a chart. The same chart gives the same bytes.
 *
 * @throws {TypeError} if Vega-Lite warns of the specification: what it warns of is not drawn as meant.
 * @example
 * ```ts
 * import { exampleCharts } from "./examples_for_tests.ts";
 * import { renderSvg } from "./render_svg.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(await renderSvg(exampleCharts()[0]!), /^<svg/);
 * ```
 */
export async function renderSvg(
  chart: Chart,
  { form = "wide", place = "file", idPrefix = `${chart.id}-${form}` }: SvgOptions = {},
): Promise<string> {
  const { inner, height } = await plotOf(form === "wide" ? chart.spec : chart.narrow, idPrefix);
  const { width } = FORMS[form];
  const names = `<title id="${idPrefix}-title">${escaped(chart.title)}</title>` +
    `<desc id="${idPrefix}-desc">${escaped(chart.alternative)}</desc>`;
  const root = (drawnHeight: number, size: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart" ${size} ` +
    `viewBox="0 0 ${width} ${drawnHeight}" role="img" ` +
    `aria-labelledby="${idPrefix}-title ${idPrefix}-desc"`;
  if (place === "page") return `${root(height, `width="100%"`)}>${names}${inner}</svg>\n`;

  const { above, below, top, bottom } = wordsOf(chart, width, height);
  const full = top + height + bottom;
  const content = above + `<g transform="translate(0,${top})">${inner}</g>` + below;
  const paper = `<rect width="${width}" height="${full}" fill="${COLOUR.paper}"/>`;
  return `${root(full, `width="${width}" height="${full}"`)} font-family="${FONT}">${names}` +
    `<style>${chartCss(".chart", paper + content)}</style>${paper}${content}</svg>\n`;
}

/**
 * A chart as Vega-Lite that stands alone, with its title above: what Jupyter draws, on paper whatever its theme.
 */
export function interactiveSpec({ spec, title, subtitle, caption }: Chart): Chart["spec"] {
  const { width } = FORMS.wide;
  const lines = {
    title: wrapText(title, width, TYPE.title, true),
    subtitle: [subtitle, caption].flatMap((text) => wrapText(text, width, TYPE.subtitle)),
  };
  const none = { left: 0, top: 0, right: 0, bottom: 0 };
  const { left, top, right, bottom } = { ...none, ...spec.padding as Partial<typeof none> };
  const head = lines.title.length * LEADING.title + lines.subtitle.length * LEADING.subtitle + 24;
  return {
    ...spec,
    padding: { left: left + 8, top: top + head, right: right + 8, bottom: bottom + 8 },
    title: {
      text: lines.title,
      subtitle: lines.subtitle,
      anchor: "start",
      frame: "group",
      dx: -left,
      offset: top,
      color: COLOUR.ink,
      fontSize: TYPE.title,
      lineHeight: LEADING.title,
      subtitleColor: COLOUR.muted,
      subtitleFontSize: TYPE.subtitle,
      subtitleLineHeight: LEADING.subtitle,
    },
  };
}

async function plotOf(spec: Chart["spec"], idPrefix: string) {
  const warnings: string[] = [];
  const strict = logger(Warn);
  strict.warn = (...words) => {
    warnings.push(words.join(" "));
    return strict;
  };
  const compiled = compile(spec, { logger: strict }).spec;
  if (warnings.length > 0) {
    throw new TypeError(`Cannot draw ${idPrefix}: Vega-Lite warns: ${warnings.join("; ")}`);
  }
  const view = new View(parse(compiled), { renderer: "none", logger: strict });
  try {
    const svg = await view.toSVG();
    const height = Number(/viewBox="0 0 \S+ (\S+)"/.exec(svg)![1]);
    return { inner: tidied(svg, idPrefix), height };
  } finally {
    view.finalize();
  }
}

/** What is inside of Vega's SVG: without its paper and fonts, ids our own, two decimals. */
function tidied(svg: string, idPrefix: string): string {
  const ids = new Map<string, string>();
  const own = (id: string) => {
    if (!ids.has(id)) ids.set(id, `${idPrefix}-${ids.size + 1}`);
    return ids.get(id)!;
  };
  return svg
    .replace(/^[^]*?<svg[^>]*>(<rect[^>]*\/?>(<\/rect>)?)?/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/ font-family="[^"]*"/g, "")
    // The root is one image with a text of its own: its parts have no roles.
    .replace(/ (role|aria-[a-z]+)="[^"]*"/g, "")
    .replace(/ pointer-events="none"/g, "")
    .replace(/\bid="([^"]+)"/g, (_, id: string) => `id="${own(id)}"`)
    .replace(/url\(#([^)]+)\)/g, (_, id: string) => `url(#${own(id)})`)
    .replace(/-?\d+\.\d{3,}(e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2))));
}

/** Title and subtitle above the plot, caption below it. */
function wordsOf({ title, subtitle, caption }: Chart, width: number, height: number) {
  const margin = 2;
  const room = width - 2 * margin;
  const blocks = {
    title: wrapText(title, room, TYPE.title, true),
    subtitle: wrapText(subtitle, room, TYPE.subtitle),
    caption: wrapText(caption, room, TYPE.caption),
  };
  const text = (block: keyof typeof blocks, from: number) =>
    blocks[block].map((line, index) =>
      `<text x="${margin}" y="${from + (index + 1) * LEADING[block] - 5}" ` +
      `font-size="${TYPE[block]}px"${block === "title" ? ` font-weight="600"` : ""} ` +
      `fill="${block === "title" ? COLOUR.ink : COLOUR.muted}">${escaped(line)}</text>`
    ).join("");
  const heightOf = (block: keyof typeof blocks) => blocks[block].length * LEADING[block];
  const top = heightOf("title") + heightOf("subtitle") + 10;
  return {
    above: text("title", 0) + text("subtitle", heightOf("title")),
    below: text("caption", top + height + 6),
    top,
    bottom: 6 + heightOf("caption") + 6,
  };
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
