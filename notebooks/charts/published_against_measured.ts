/**
 * What others published beside what was found here, each as a multiple of what was published.
 *
 * @module
 */
import type { Interval } from "../analysis/figure.ts";
import { valueText } from "../claims/claim_text.ts";
import { logAxis } from "./axis.ts";
import { captionOf, type RunFacts } from "./caption.ts";
import { type Chart, chartOf } from "./chart.ts";
import { areaOf, type Drawing, type Form, type Frame, inPixels } from "./frame.ts";
import { type Label, labels, points, stretches } from "./layers.ts";
import { boxAround, placeLabels, type Wanted } from "./place.ts";
import { rowsFrame } from "./rows_frame.ts";
import {
  findingOf,
  type Found,
  furthest,
  type PublishedRow,
  publishedText,
  rowText,
} from "./published_finding.ts";
import { lookOf, seenAs } from "./seen.ts";
import { COLOUR, PATH_COLOUR, PATH_TEXT, TYPE } from "./theme.ts";
import { intervalsText, listed, sentence } from "./words.ts";

/** Published figures. */
export interface PublishedAgainstMeasured {
  /** Of each target those of one size and time factor. */
  runs: readonly RunFacts[];
  rows: readonly PublishedRow[];
}

/**
 * Draws found against published.
 *
 * @throws {RangeError} if there is no row, a value is not > 0, a target has no run, or runs of one target differ in
 * size or time factor.
 * @example
 * ```ts
 * import { publishedExample } from "./examples_for_tests.ts";
 * import { publishedAgainstMeasured } from "./published_against_measured.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(publishedAgainstMeasured(publishedExample).title, /^1 of 2 published figures is more than a tenth off/);
 * ```
 */
export function publishedAgainstMeasured({ runs, rows }: PublishedAgainstMeasured): Chart {
  const faults = [
    ...(rows.length === 0 ? ["there must be a row, got none"] : []),
    ...rows.filter(({ published }) => !(published > 0)).map(({ label, published }) =>
      `what was published must be > 0, got ${published} of ${label}`
    ),
    ...rows.flatMap(({ label, found }) =>
      found.filter(({ value }) => !(value > 0)).map(({ value }) =>
        `what was found must be > 0, got ${value} of ${label}`
      )
    ),
    ...rows.flatMap(({ label, found }) =>
      found.filter(({ target }) => !runs.some((run) => run.target === target)).map(({ target }) =>
        `each target must be that of a run, got ${target} of ${label}`
      )
    ),
    ...[...Map.groupBy(runs, ({ target }) => target)].flatMap(([target, those]) => {
      const sizes = new Set(those.map(({ size, time_factor }) => `${size} × ${time_factor}`));
      return sizes.size < 2
        ? []
        : [`runs of ${target} must have one size and one time factor, got ${listed([...sizes])}`];
    }),
  ];
  if (faults.length > 0) {
    throw new RangeError(`Cannot draw published-against-measured: ${faults.join("; ")}`);
  }
  const sorted = [...rows].sort((a, b) => furthest(b) - furthest(a));
  const title = findingOf(sorted);
  return chartOf({
    id: "published-against-measured",
    title,
    subtitle:
      "What was published (cross, with its value), measured (filled) and simulated (hollow), as a " +
      `multiple of what was published${
        intervalsText(rows.flatMap(({ found }) => found.map(({ interval }) => interval)))
      }`,
    caption: captionOf(runs),
    alternative: `${title}. ${sorted.map(rowText).join("; ")}.`,
    draw: (form) => draw(sorted, form),
  });
}

function draw(rows: readonly PublishedRow[], form: Form): Drawing {
  const ratios = rows.flatMap(({ published, found }) =>
    found.flatMap(({ value, interval }) =>
      [value, ...(interval ?? [])].map((each) => each / published)
    )
  );
  const { frame, heightOf, names } = rowsFrame(form, {
    names: rows.map(({ label }) => sentence(label)),
    x: logAxis({ title: "Multiple of what was published", values: [1, ...ratios], room: 1.5 }),
    rowHeight: 40,
    right: form.narrow ? 16 : 40,
  });
  const dots = rows.flatMap((row, index) =>
    row.found.map(({ target, value, interval }) => ({
      row,
      target,
      value,
      interval,
      x: value / row.published,
      y: heightOf(index),
    }))
  );
  const intervals = dots.flatMap(({ row, interval, y }) =>
    interval === undefined
      ? []
      : [{ x: interval[0] / row.published, x2: interval[1] / row.published, y, y2: y }]
  );
  const kinds = [...Map.groupBy(dots, ({ row, target }) => `${seenAs(target)}_${row.path}`)];
  return {
    frame,
    layers: [
      stretches([{ x: 1, x2: 1, y: 0, y2: frame.y.domain[1] }], { colour: COLOUR.predicted }),
      ...(intervals.length > 0
        ? [stretches(intervals, { colour: COLOUR.muted, width: 1.5 }, "intervals")]
        : []),
      // The hollow ones are larger, and below: where both fall together both are seen.
      ...kinds.sort(([a], [b]) => b.localeCompare(a)).map(([name, those]) =>
        points(name, those, {
          colour: PATH_COLOUR[those[0]!.row.path],
          look: lookOf(those[0]!.target),
          size: lookOf(those[0]!.target) === "hollow" ? 130 : 45,
        })
      ),
      points("published", rows.map((_, index) => ({ x: 1, y: heightOf(index) })), {
        colour: COLOUR.ink,
        look: "cross",
        size: 130,
      }),
      ...valueLabels(rows, dots, frame, heightOf),
      ...names,
    ],
  };
}

type Dot = Found & { row: PublishedRow; x: number; y: number };

/** The published value beside its cross, the others beside or above their marks. */
function valueLabels(
  rows: readonly PublishedRow[],
  dots: readonly (Omit<Dot, "interval"> & { interval: Interval | undefined })[],
  frame: Frame,
  heightOf: (row: number) => number,
) {
  const wanted: (Wanted & { colour: string })[] = [
    ...rows.map((row, index) => {
      const { x, y } = inPixels(frame, { x: 1, y: heightOf(index) });
      // Away from what was found, so that neither stands in the other's way.
      const away = row.found.some(({ value }) => value > row.published) ? -1 : 1;
      const beside = (side: number) => ({
        x: x + side * 10,
        y,
        align: side > 0 ? "left" as const : "right" as const,
      });
      return {
        text: publishedText(row),
        size: TYPE.small,
        colour: COLOUR.ink,
        spots: [beside(away), beside(-away), { x: x + 5, y: y + 14, align: "left" as const }],
      };
    }),
    ...dots.map(({ row, value, x, y }) => {
      const at = inPixels(frame, { x, y });
      const outwards = x >= 1 ? 1 : -1;
      const beside = (side: number) => ({
        x: at.x + side * 10,
        y: at.y,
        align: side > 0 ? "left" as const : "right" as const,
      });
      return {
        text: valueText(value, row.unit),
        size: TYPE.small,
        colour: PATH_TEXT[row.path],
        spots: [
          beside(outwards),
          { x: at.x, y: at.y + 14, align: "center" as const },
          { x: at.x, y: at.y - 14, align: "center" as const },
          beside(-outwards),
          { ...beside(outwards), y: at.y - 12 },
          { ...beside(-outwards), y: at.y - 12 },
          { ...beside(outwards), y: at.y + 12 },
        ],
      };
    }),
  ];
  const marks = [...dots, ...rows.map((_, index) => ({ x: 1, y: heightOf(index) }))]
    .map((mark) => boxAround(inPixels(frame, mark)));
  const spots = placeLabels(wanted, areaOf(frame), marks);
  return labels(
    frame,
    wanted.map(({ text, colour }, index): Label => ({
      text,
      colour,
      size: TYPE.small,
      ...spots[index]!,
    })),
  );
}
