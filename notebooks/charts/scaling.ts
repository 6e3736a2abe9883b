/**
 * Throughput against worker loops, beside its ceiling `min(loops, slots) / payment`.
 *
 * @module
 */
import { percentText, significant } from "../../experiments/run/format.ts";
import { ceilingPerS } from "../../experiments/run/prediction.ts";
import type { Interval } from "../analysis/figure.ts";
import { logAxis } from "./axis.ts";
import { captionOf, type RunFacts } from "./caption.ts";
import { type Chart, chartOf } from "./chart.ts";
import { areaOf, type Drawing, type Form, type Frame, frameOf, inPixels } from "./frame.ts";
import { type Label, labels, line, type Point, stretches } from "./layers.ts";
import { around, boxAround, boxesAlong, placeLabels } from "./place.ts";
import { findingOf, nameOf, type ScaledTrial, type ScalingRow } from "./scaling_finding.ts";
import { allSeenAs, apart, requireOneSize, seenAs, seenPoints, targetOf } from "./seen.ts";
import { COLOUR, PATH_COLOUR, PATH_TEXT, TYPE } from "./theme.ts";
import { intervalsText, sentence } from "./words.ts";

/** Trials of one kind of worker. */
export interface Scaling {
  runs: readonly RunFacts[];
  rows: readonly ScalingRow[];
  /** Worker processes in each trial. */
  workers: number;
  /** One payment, s. */
  paymentS: number;
  /** The line through the origin that fits all measured rows best, as a share of the ceiling. */
  fit?: { share: number; interval?: Interval };
}

/**
 * Draws throughput against loops.
 *
 * @throws {RangeError} if there is no row or one has no rate, if runs differ in size or time factor, or if runs have several
 * targets and a row does not name its own.
 * @example
 * ```ts
 * import { scalingExample } from "./examples_for_tests.ts";
 * import { scaling } from "./scaling.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(scaling(scalingExample).title, /^20 loops behind 5 slots pay orders no faster than 5 loops$/);
 * ```
 */
export function scaling({ runs, rows, workers, paymentS, fit }: Scaling): Chart {
  requireOneSize("scaling", runs);
  const idle = rows.find(({ ratePerS }) => !(ratePerS > 0));
  if (rows.length === 0 || idle !== undefined) {
    throw new RangeError(
      `Cannot draw scaling: each row must have a rate > 0, got ${
        idle === undefined ? "no row" : `${idle.ratePerS} of ${nameOf(idle)}`
      }`,
    );
  }
  const told = rows.map((row) => ({
    ...row,
    target: targetOf("scaling", row, runs),
    ceiling: ceilingPerS(
      { workers, concurrency: row.loops, paymentSlots: row.slots },
      paymentS * 1000,
    ),
  }));
  const title = findingOf(told);
  return chartOf({
    id: "scaling",
    title,
    subtitle: `Orders paid per second while all slots could be busy, ${
      allSeenAs(told)
    }, and the ceiling min(loops, slots) ÷ payment${
      fit === undefined ? "" : ", with the line that fits all trials"
    }${intervalsText(told.map(({ interval }) => interval))}`,
    caption: captionOf(runs, [
      `One payment takes ${paymentS} s`,
      `${workers} worker${workers === 1 ? "" : "s"}`,
    ]),
    alternative: `${title}. ${
      told.map((row) =>
        `${nameOf(row)}${apart(row.target, runs)}: ${significant(row.ratePerS)} of at most ${
          significant(row.ceiling)
        } orders/s`
      ).join("; ")
    }.${fit === undefined ? "" : ` ${sentence(fitText(fit))}.`}`,
    draw: (form) => draw(told, fit, form),
  });
}

/** `fitted: 98.1 % of the ceiling (95 %: 97.5 % to 98.6 %)`. */
function fitText({ share, interval }: NonNullable<Scaling["fit"]>): string {
  const between = interval === undefined
    ? ""
    : ` (95 %: ${percentText(interval[0])} to ${percentText(interval[1])})`;
  return `fitted: ${percentText(share)} of the ceiling${between}`;
}

function draw(rows: readonly ScaledTrial[], fit: Scaling["fit"], form: Form): Drawing {
  const loops = [...new Set(rows.map(({ loops }) => loops))].sort((a, b) => a - b);
  const frame = frameOf(form, {
    x: {
      ...logAxis({ title: "Worker loops", values: loops, room: 1.25 }),
      ticks: loops,
    },
    y: logAxis({
      title: "Orders paid per second",
      values: rows.flatMap(({ ratePerS, ceiling }) => [ratePerS, ceiling]),
      room: 1.6,
    }),
    height: form.narrow ? 250 : 320,
  });
  const ceilings = ceilingLines(rows, frame);
  const intervals = rows.flatMap(({ loops, interval }) =>
    interval === undefined ? [] : [{ x: loops, x2: loops, y: interval[0], y2: interval[1] }]
  );
  return {
    frame,
    layers: [
      ...ceilings.map(({ points }, index) =>
        line(`ceiling_${index + 1}`, points, { colour: COLOUR.predicted, width: 1.25 })
      ),
      ...(fit === undefined ? [] : ceilings.map(({ points }, index) =>
        line(
          `fit_${index + 1}`,
          points.map(({ x, y }) => ({ x, y: y * fit.share })),
          { colour: PATH_COLOUR.queue, width: 1 },
        )
      )),
      ...(intervals.length > 0
        ? [stretches(intervals, { colour: PATH_COLOUR.queue, width: 2 }, "intervals")]
        : []),
      ...seenPoints(
        rows.map(({ loops, ratePerS, target }) => ({ x: loops, y: ratePerS, target })),
        PATH_COLOUR.queue,
      ),
      ...pointLabels(rows, ceilings, fit, frame),
    ],
  };
}

/** The ceiling as many slots as loops have, and that of each lesser number of slots. */
function ceilingLines(
  rows: readonly ScaledTrial[],
  frame: Frame,
): { text: string; points: Point[] }[] {
  const [, high] = frame.x.domain;
  const least = Math.min(...rows.map(({ loops }) => loops));
  const perLoop = rows[0]!.ceiling / Math.min(rows[0]!.loops, rows[0]!.slots);
  const capped = [
    ...new Set(rows.filter(({ loops, slots }) => loops > slots).map(({ slots }) => slots)),
  ];
  const free = Math.max(
    ...rows.filter(({ loops, slots }) => slots >= loops).map(({ loops }) => loops),
    least,
  );
  return [
    {
      text: "ceiling: a slot a loop",
      points: [{ x: least, y: least * perLoop }, { x: free, y: free * perLoop }],
    },
    ...capped.map((slots) => ({
      text: `ceiling of ${slots} slots`,
      points: [{ x: slots, y: slots * perLoop }, { x: high, y: slots * perLoop }],
    })),
  ];
}

function pointLabels(
  rows: readonly ScaledTrial[],
  ceilings: readonly { text: string; points: readonly Point[] }[],
  fit: Scaling["fit"],
  frame: Frame,
) {
  // Of a trial that was both measured and simulated, the measurement is told.
  const once = [...Map.groupBy(rows, nameOf).values()].map((those) =>
    those.find(({ target }) => seenAs(target) === "measured") ?? those[0]!
  );
  const lines = ceilings.map(({ points }) => points.map((point) => inPixels(frame, point)));
  const marks = rows.map(({ loops, ratePerS }) => inPixels(frame, { x: loops, y: ratePerS }));
  const wanted = [
    ...once.map((row) => {
      const { x, y } = inPixels(frame, { x: row.loops, y: row.ratePerS });
      return {
        text: significant(row.ratePerS),
        spots: around(x, y, 10),
        colour: COLOUR.ink,
        size: TYPE.label,
      };
    }),
    ...ceilings.map(({ text }, index) => {
      const [from, to] = [lines[index]![0]!, lines[index]!.at(-1)!];
      const along = [0.5, 0.65, 0.35, 0.8, 0.2].map((share) => ({
        x: from.x + (to.x - from.x) * share,
        y: from.y + (to.y - from.y) * share,
      }));
      return {
        text,
        spots: along.flatMap(({ x, y }) => [
          { x: x - 8, y: y - 9, align: "right" as const },
          { x: x + 8, y: y + 10, align: "left" as const },
        ]),
        colour: COLOUR.muted,
        size: TYPE.small,
      };
    }),
    ...(fit === undefined ? [] : [{
      text: fitText(frame.form.narrow ? { share: fit.share } : fit),
      spots: [
        ...[0.92, 0.85, 0.75].map((share) => above(lines[0]!, share)),
        { x: frame.width, y: frame.height - 14, align: "right" as const },
      ],
      colour: PATH_TEXT.queue,
      size: TYPE.small,
    }]),
  ];
  const spots = placeLabels(wanted, areaOf(frame), [
    ...lines.flatMap(boxesAlong),
    ...marks.map(boxAround),
  ]);
  return labels(
    frame,
    wanted.map(({ text, colour, size }, index): Label => ({
      text,
      colour,
      size,
      ...spots[index]!,
    })),
  );
}

/** Left above a rising line, at a share of its length. */
function above(points: readonly Point[], share: number) {
  const [from, to] = [points[0]!, points.at(-1)!];
  return {
    x: from.x + (to.x - from.x) * share - 8,
    y: from.y + (to.y - from.y) * share - 9,
    align: "right" as const,
  };
}
