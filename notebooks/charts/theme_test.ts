import assert from "node:assert/strict";
import { chartCss, chartVariables, COLOUR, PATH_COLOUR, PATH_TEXT, shadesOf } from "./theme.ts";

/** Contrast of two colours, 1 to 21. Source: WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function variables(theme: "light" | "dark"): Map<string, string> {
  return new Map(
    chartVariables(theme).split(";").map((declaration) =>
      declaration.replace("--chart-", "").split(":") as [string, string]
    ),
  );
}

Deno.test("text and lines stand out from paper, in light and dark", () => {
  for (const theme of ["light", "dark"] as const) {
    const colours = variables(theme);
    const paper = colours.get("paper")!;
    for (const name of ["ink", "muted", "sync-text", "queue-text", "lambda-text"]) {
      assert(contrast(colours.get(name)!, paper) >= 4.5, `${theme} ${name}`);
    }
    for (const name of ["sync", "queue", "lambda", "predicted"]) {
      assert(contrast(colours.get(name)!, paper) >= 3, `${theme} ${name}`);
    }
    for (const name of colours.keys()) {
      if (name === "paper" || name === "grid") continue;
      assert(contrast(colours.get(name)!, paper) >= 1.6, `${theme} ${name}`);
    }
  }
});

Deno.test("paths are told apart in grey", () => {
  const { sync, queue, lambda } = PATH_COLOUR;
  const onPaper = [sync, queue, lambda].map((colour) => contrast(colour, COLOUR.paper));
  assert.equal(new Set(onPaper.map((value) => value.toFixed(1))).size, 3);
});

Deno.test("shadesOf() has a shade a trial, and the path's colour for one", () => {
  assert.deepEqual(shadesOf("sync", 0), []);
  assert.deepEqual(shadesOf("sync", 1), [PATH_COLOUR.sync]);
  for (const count of [2, 3, 4, 5, 6]) assert.equal(new Set(shadesOf("queue", count)).size, count);
  assert.equal(shadesOf("queue", 9).length, 9);
});

Deno.test("chartCss() maps each colour once, to a property that a page may set", () => {
  const css = chartCss(".chart");
  const mapped = [...css.matchAll(/\[fill="(#[0-9A-F]{6})"\]/g)].map(([, colour]) => colour!);
  assert.equal(new Set(mapped).size, mapped.length);
  for (const colour of [...Object.values(PATH_COLOUR), ...Object.values(PATH_TEXT)]) {
    assert(mapped.includes(colour), colour);
  }
  for (const path of ["sync", "queue", "lambda"] as const) {
    for (const shade of shadesOf(path, 6)) assert(mapped.includes(shade), shade);
  }
  assert.match(css, /fill:var\(--chart-ink,var\(--own-ink\)\)/);
});

Deno.test("chartCss() of an SVG has only what it uses", () => {
  const css = chartCss(".chart", `<path fill="${PATH_COLOUR.queue}"/>`);
  assert.match(css, /--own-queue:/);
  assert.doesNotMatch(css, /--own-sync/);
});
