/**
 * What the synchronous path can answer: orders answered against payment slots.
 *
 * @module
 */
import { countText, percentText, significant } from "../../experiments/run/format.ts";
import type { Interval } from "../analysis/figure.ts";
import { linearAxis, logAxis, spansDecades } from "./axis.ts";
import { captionOf, type RunFacts } from "./caption.ts";
import { type Chart, chartOf } from "./chart.ts";
import { areaOf, type Drawing, type Form, frameOf, inPixels } from "./frame.ts";
import { labels, line, type Point, stretches } from "./layers.ts";
import { around, boxAround, boxesAlong, placeLabels } from "./place.ts";
import { allSeenAs, apart, requireOneSize, seenPoints, targetOf } from "./seen.ts";
import { COLOUR, PATH_COLOUR } from "./theme.ts";
import { distance, intervalsText } from "./words.ts";

/** One trial. */
export interface CapacityRow {
  slots: number;
  /** Orders that were answered in the load. */
  answered: number;
  interval?: Interval;
  /** Of one of the runs; may be left out where they have but one. */
  target?: string;
}

/** Trials of the same users and the same load. */
export interface CapacityBySlots {
  runs: readonly RunFacts[];
  rows: readonly CapacityRow[];
  /** By arithmetic, ascending in slots, those of the rows among them; empty where nothing was predicted. */
  predicted: readonly { slots: number; answered: number }[];
  /** Closed-loop users. */
  users: number;
}

type Told = CapacityRow & { target: string; predicted: number | undefined };

/**
 * Draws answered orders against slots.
 *
 * @throws {RangeError} if there is no row, if runs differ in size or time factor, or if runs have several
 * targets and a row does not name its own.
 * @example
 * ```ts
 * import { capacityExample } from "./examples_for_tests.ts";
 * import { capacityBySlots } from "./capacity_by_slots.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(capacityBySlots(capacityExample).title, /^10 slots answer 9.50 times as many orders as 1 slot/);
 * ```
 */
export function capacityBySlots({ runs, rows, predicted, users }: CapacityBySlots): Chart {
  requireOneSize("capacity-by-slots", runs);
  if (rows.length === 0) {
    throw new RangeError("Cannot draw capacity-by-slots: there must be a row, got none");
  }
  const told: Told[] = rows.map((row) => ({
    ...row,
    target: targetOf("capacity-by-slots", row, runs),
    predicted: predicted.find(({ slots }) => slots === row.slots)?.answered,
  })).sort((a, b) => a.slots - b.slots);
  const title = titleOf(told);
  return chartOf({
    id: "capacity-by-slots",
    title,
    subtitle: `Orders of ${countText(users)} users that the sync path answered, ${allSeenAs(told)}${
      predicted.length > 0 ? ", and predicted by arithmetic (grey)" : ""
    }${intervalsText(told.map(({ interval }) => interval))}`,
    caption: captionOf(runs),
    alternative: `${title}. ${
      told.map(({ slots, answered, predicted, target }) =>
        `${slots} slot${slots === 1 ? "" : "s"}${apart(target, runs)}: ${
          countText(answered)
        } answered${predicted === undefined ? "" : `, ${countText(predicted)} predicted`}`
      ).join("; ")
    }.`,
    draw: (form) => draw(told, predicted, form),
  });
}

function titleOf(rows: readonly Told[]): string {
  const [fewest, most] = [rows[0]!, rows.at(-1)!];
  const slots = (row: Told) => `${row.slots} slot${row.slots === 1 ? "" : "s"}`;
  const finding = fewest.slots === most.slots || fewest.answered === 0
    ? `${slots(most)} answer${most.slots === 1 ? "s" : ""} ${countText(most.answered)} orders`
    : `${slots(most)} answer ${
      significant(most.answered / fewest.answered)
    } times as many orders as ${slots(fewest)}`;
  const off = rows.flatMap((row) =>
    row.predicted === undefined || row.predicted <= 0 || row.answered <= 0
      ? []
      : [{ row, ratio: row.answered / row.predicted }]
  );
  if (off.length === 0) return finding;
  const worst = off.reduce((a, b) => distance(b.ratio) > distance(a.ratio) ? b : a);
  return distance(worst.ratio) <= 0.05
    ? `${finding}, as predicted`
    : `${finding}; ${worst.row === most ? "that is" : `${slots(worst.row)}:`} ${
      percentText(Math.abs(worst.ratio - 1))
    } ${worst.ratio > 1 ? "more" : "fewer"} than predicted`;
}

function draw(
  rows: readonly Told[],
  prediction: CapacityBySlots["predicted"],
  form: Form,
): Drawing {
  const predicted = prediction.map(({ slots, answered }): Point => ({ x: slots, y: answered }));
  const slots = [...new Set(rows.map((row) => row.slots))];
  const log = spansDecades(slots);
  const span = [...slots, ...predicted.map(({ x }) => x)];
  const heights = [
    ...rows.flatMap(({ answered, interval }) => [answered, ...(interval ?? [])]),
    ...predicted.map(({ y }) => y),
  ];
  const x = log
    ? { ...logAxis({ title: "Payment slots", values: span, room: 1.25 }), ticks: slots }
    : linearAxis({ title: "Payment slots", values: span, count: form.narrow ? 4 : 7 });
  const y = log && heights.every((height) => height > 0)
    ? logAxis({ title: "Orders answered", values: heights, room: 1.6 })
    : linearAxis({ title: "Orders answered", values: heights });
  const frame = frameOf(form, { x, y, height: form.narrow ? 230 : 300 });
  const measured = rows.map(({ slots, answered }): Point => ({ x: slots, y: answered }));
  const intervals = rows.flatMap(({ slots, interval }) =>
    interval === undefined ? [] : [{ x: slots, x2: slots, y: interval[0], y2: interval[1] }]
  );
  const wanted = rows.map(({ slots, answered }) => {
    const at = inPixels(frame, { x: slots, y: answered });
    return { text: countText(answered), spots: around(at.x, at.y, 10), colour: COLOUR.ink };
  });
  const spots = placeLabels(wanted, areaOf(frame), [
    ...boxesAlong(predicted.map((point) => inPixels(frame, point))),
    ...measured.map((point) => boxAround(inPixels(frame, point))),
  ]);
  return {
    frame,
    layers: [
      ...(predicted.length > 0
        ? [line("predicted", predicted, { colour: COLOUR.predicted, width: 1.25 })]
        : []),
      ...(intervals.length > 0
        ? [stretches(intervals, { colour: PATH_COLOUR.sync, width: 2 }, "intervals")]
        : []),
      ...seenPoints(
        rows.map(({ slots, answered, target }) => ({ x: slots, y: answered, target })),
        PATH_COLOUR.sync,
      ),
      ...labels(
        frame,
        wanted.map(({ text, colour }, index) => ({ text, colour, ...spots[index]! })),
      ),
    ],
  };
}
