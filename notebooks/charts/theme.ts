/**
 * The looks of every chart: colours in light and dark, and type. The one place for both.
 *
 * A chart is drawn in the light colours, which every viewer shows. {@linkcode chartCss} then maps each of
 * them to a custom property, so that a page or the reader's colour scheme can set another.
 *
 * @module
 */

/** A path that orders take. */
export type Path = "sync" | "queue" | "lambda";

/** One colour a path (Okabe–Ito): told apart by colour-blind readers and in grey. */
export const PATH_COLOUR: Readonly<Record<Path, string>> = {
  sync: "#D55E00",
  queue: "#0072B2",
  lambda: "#009E73",
};

/** The same colours where they must be read as text: contrast of 4.5 and more on paper. */
export const PATH_TEXT: Readonly<Record<Path, string>> = {
  sync: "#B24E00",
  queue: "#00619A",
  lambda: "#00755A",
};

/** Colours that belong to no path. */
export const COLOUR = {
  paper: "#FFFFFF",
  ink: "#1B1F24",
  muted: "#57606A",
  grid: "#E4E7EB",
  predicted: "#868E98",
} as const;

/** Sizes of type, in pixels. */
export const TYPE = { title: 17, subtitle: 13, label: 12, small: 11, caption: 11 } as const;

/** System fonts; no quotes, so that it fits into any attribute. */
export const FONT =
  "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, Noto Sans, sans-serif";

const SHADE_COUNT = 6;

/** Mixes two colours, `share` of the second: `mix("#000000", "#FFFFFF", 0.5)` is `#808080`. */
function mix(from: string, to: string, share: number): string {
  const channel = (colour: string, at: number) => parseInt(colour.slice(at, at + 2), 16);
  return "#" +
    [1, 3, 5].map((at) =>
      Math.round(channel(from, at) * (1 - share) + channel(to, at) * share)
        .toString(16).padStart(2, "0")
    ).join("").toUpperCase();
}

/** Shades of a colour: two that stand out from paper more than it does, itself, three that do less. */
function shadeTable(base: string, ink: string, paper: string): string[] {
  const towardsPaper = paper === "#FFFFFF" ? [0.25, 0.42, 0.56] : [0.2, 0.34, 0.45];
  return [
    mix(base, ink, 0.55),
    mix(base, ink, 0.3),
    base,
    ...towardsPaper.map((share) => mix(base, paper, share)),
  ];
}

/**
 * Shades of a path's colour for its trials, dark to light; of one trial the colour itself.
 *
 * @param count >= 0; more than six repeat.
 * @example
 * ```ts
 * import { PATH_COLOUR, shadesOf } from "./theme.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(shadesOf("queue", 1), [PATH_COLOUR.queue]);
 * assert.equal(new Set(shadesOf("queue", 6)).size, 6);
 * ```
 */
export function shadesOf(path: Path, count: number): string[] {
  const table = shadeTable(PATH_COLOUR[path], "#000000", "#FFFFFF");
  if (count <= 1) return [PATH_COLOUR[path]].slice(0, count);
  const used = Math.min(count, SHADE_COUNT);
  return Array.from(
    { length: count },
    (_, index) => table[Math.round((index % used) * (SHADE_COUNT - 1) / (used - 1))]!,
  );
}

/** A colour that a page may set: its custom property is `--chart-` and its name. */
interface Swatch {
  name: string;
  light: string;
  dark: string;
}

const DARK_PATH: Readonly<Record<Path, string>> = {
  sync: "#FF8F45",
  queue: "#4DA9E2",
  lambda: "#2FC79D",
};

const SWATCHES: readonly Swatch[] = [
  { name: "paper", light: COLOUR.paper, dark: "#14181D" },
  { name: "ink", light: COLOUR.ink, dark: "#E6E9ED" },
  { name: "muted", light: COLOUR.muted, dark: "#A4ADB8" },
  { name: "grid", light: COLOUR.grid, dark: "#2E353D" },
  { name: "predicted", light: COLOUR.predicted, dark: "#8D96A1" },
  ...(Object.keys(PATH_COLOUR) as Path[]).flatMap((path) => {
    const dark = shadeTable(DARK_PATH[path], "#FFFFFF", "#000000");
    return [
      {
        name: `${path}-text`,
        light: PATH_TEXT[path],
        dark: mix(DARK_PATH[path], "#FFFFFF", 0.2),
      },
      ...shadeTable(PATH_COLOUR[path], "#000000", "#FFFFFF").map((light, shade) => ({
        name: light === PATH_COLOUR[path] ? path : `${path}-${shade + 1}`,
        light,
        dark: dark[shade]!,
      })),
    ];
  }),
];

/** Declarations of all `--chart-…` properties, for a page that lets its reader choose a theme. */
export function chartVariables(theme: "light" | "dark"): string {
  return SWATCHES.map((swatch) => `--chart-${swatch.name}:${swatch[theme]}`).join(";");
}

/**
 * Style rules under which charts follow the page's theme (`--chart-…`, see {@linkcode chartVariables}), and
 * the reader's colour scheme where the page sets none. On paper they are light.
 *
 * @param scope selector of the SVG elements.
 * @param svg leaves out what this SVG does not use.
 */
export function chartCss(scope: string, svg?: string): string {
  const used = SWATCHES.filter(({ light }) => svg === undefined || svg.includes(light));
  const scheme = (theme: "light" | "dark") =>
    `${scope}{${used.map((swatch) => `--own-${swatch.name}:${swatch[theme]}`).join(";")}}`;
  const rules = used.flatMap(({ name, light }) =>
    ["fill", "stroke"].map((property) =>
      `${scope} [${property}="${light}"]{${property}:var(--chart-${name},var(--own-${name}))}`
    )
  );
  return [
    scheme("light"),
    `@media screen and (prefers-color-scheme:dark){${scheme("dark")}}`,
    ...rules,
  ].join("\n");
}
