/**
 * The queue's spike and drain: the backlog by ledger, as CloudWatch saw it, and as arithmetic predicts it.
 *
 * @module
 */
import { countText, percentText, secondsText } from "../../experiments/run/format.ts";
import { largest, linearAxis, timeAxis } from "./axis.ts";
import { captionOf, drawnNote, type RunFacts } from "./caption.ts";
import { type Chart, chartOf } from "./chart.ts";
import { areaOf, type Drawing, type Form, type Frame, frameOf, inPixels } from "./frame.ts";
import { keyLayers, type KeyLine } from "./key.ts";
import { labels, line, type Point, points } from "./layers.ts";
import { loadEnds } from "./load_ends.ts";
import { boxesAlong, placeLabels, type Spot } from "./place.ts";
import { dashOf, seenAs } from "./seen.ts";
import { COLOUR, PATH_COLOUR } from "./theme.ts";
import { type TimeScale, timeScale } from "./time_scale.ts";

/** A backlog over time. */
export interface BacklogPoint {
  /** Seconds since the load began; may be negative in what CloudWatch saw. */
  atS: number;
  orders: number;
}

/** One trial's spike. */
export interface QueueSpike {
  run: RunFacts;
  trial: string;
  path: "queue" | "lambda";
  /** Accepted and unfinished orders by ledger, ascending in time; at most 4,000 points. */
  ledger: readonly BacklogPoint[];
  /** Visible messages as CloudWatch has them, one a period; empty where there are none. */
  cloudWatch: readonly BacklogPoint[];
  cloudWatchPeriodS: number;
  /** By arithmetic; empty where nothing was predicted. */
  predicted: readonly BacklogPoint[];
  /** When the last order was accepted, s. */
  loadEndsS: number;
  /** When the last order was finished, s; absent if it never was. */
  emptyAtS?: number;
}

/**
 * Draws a spike and its drain.
 *
 * @throws {RangeError} if the ledger has no point, or a line more than 4,000.
 * @example
 * ```ts
 * import { queueSpikeExample } from "./examples_for_tests.ts";
 * import { queueSpike } from "./queue_spike.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(queueSpike(queueSpikeExample).title, /^The queue peaks at 1,200 orders and is empty 24.0 s after the load ends/);
 * ```
 */
export function queueSpike(spike: QueueSpike): Chart {
  const { run, trial, ledger, cloudWatch, cloudWatchPeriodS, predicted } = spike;
  if (ledger.length === 0) {
    throw new RangeError(
      `Cannot draw queue-spike: trial ${trial} must have a ledger, got no point`,
    );
  }
  const title = titleOf(spike);
  const drawn = [
    `Orders accepted and not yet paid, trial ${trial}: by ledger`,
    ...(cloudWatch.length > 0 ? ["as CloudWatch saw the queue"] : []),
    ...(predicted.length > 0 ? ["as arithmetic predicts"] : []),
  ];
  return chartOf({
    id: "queue-spike",
    title,
    subtitle: drawn.length === 1
      ? drawn[0]!
      : `${drawn.slice(0, -1).join(", ")} and ${drawn.at(-1)}`,
    caption: captionOf(
      [run],
      [
        ...drawnNote([run]),
        ...(cloudWatch.length > 0
          ? [`CloudWatch: highest count in each period of ${countText(cloudWatchPeriodS)} s`]
          : []),
      ],
    ),
    alternative: alternativeOf(spike, title),
    draw: (form) => draw(spike, form),
  });
}

const peakOf = (curve: readonly BacklogPoint[]) => largest(curve.map(({ orders }) => orders));

function titleOf({ ledger, loadEndsS, emptyAtS, predicted }: QueueSpike): string {
  const peak = countText(peakOf(ledger));
  if (emptyAtS === undefined) {
    const left = ledger.at(-1)!.orders;
    return `The queue peaks at ${peak} orders and still holds ${countText(left)} when the data end`;
  }
  const drainS = emptyAtS - loadEndsS;
  const finding = `The queue peaks at ${peak} orders and is empty ${
    secondsText(drainS)
  } after the load ends`;
  const predictedAtS = predicted.at(-1)?.atS;
  if (predictedAtS === undefined || predictedAtS <= loadEndsS) return finding;
  const ratio = drainS / (predictedAtS - loadEndsS);
  if (Math.abs(ratio - 1) <= 0.05) return `${finding}, as predicted`;
  return `${finding}: ${percentText(Math.abs(ratio - 1))} ${
    ratio > 1 ? "later" : "sooner"
  } than predicted`;
}

function alternativeOf(spike: QueueSpike, title: string): string {
  const { run, cloudWatch, predicted, loadEndsS } = spike;
  const seen = cloudWatch.length === 0
    ? "CloudWatch has no value of this trial"
    : `CloudWatch saw at most ${countText(peakOf(cloudWatch))} messages in ${
      countText(cloudWatch.length)
    } values`;
  const arithmetic = predicted.length === 0
    ? ""
    : ` Arithmetic predicts a peak of ${countText(peakOf(predicted))} orders and an empty queue ${
      secondsText(predicted.at(-1)!.atS)
    } after the start.`;
  return `${title}. The load ends after ${secondsText(loadEndsS)}. ${seen}.${arithmetic} ` +
    `The ledger is ${seenAs(run.target)}.`;
}

function draw(spike: QueueSpike, form: Form): Drawing {
  const { run, path, ledger, cloudWatch, predicted } = spike;
  const curves = [ledger, cloudWatch, predicted];
  const time = timeScale(curves.flatMap((curve) => curve.map(({ atS }) => atS)));
  const toPoints = (curve: readonly BacklogPoint[]): Point[] =>
    curve.map(({ atS, orders }) => ({ x: time.of(atS), y: orders }));
  // What CloudWatch counted before the load began, at its start, is the warm-up's.
  const watched = toPoints(cloudWatch).filter(({ x }) => x >= 0);
  const frame = frameOf(form, {
    x: timeAxis({
      title: `Time since the load began, ${time.unit}`,
      values: [time.of(spike.loadEndsS), ...curves.flatMap(toPoints).map(({ x }) => x)],
      count: form.narrow ? 4 : 7,
    }),
    y: linearAxis({ title: "Orders", values: curves.map(peakOf) }),
    height: form.narrow ? 220 : 290,
  });
  const toBoxes = (curve: readonly BacklogPoint[]) =>
    boxesAlong(toPoints(curve).map((point) => inPixels(frame, point)));
  const watch = { colour: COLOUR.ink, width: 1.25, step: true };
  const own = { colour: PATH_COLOUR[path], width: 2.5, ...dashOf(run.target) };
  const key: KeyLine[] = [
    { text: `Ledger, ${seenAs(run.target)}`, stroke: own },
    ...(watched.length > 0 ? [{ text: "CloudWatch", stroke: watch }] : []),
    ...(predicted.length > 0
      ? [{ text: "Predicted", stroke: { colour: COLOUR.predicted, width: 1.25 } }]
      : []),
  ];
  return {
    frame,
    layers: [
      ...loadEnds(frame, time.of(spike.loadEndsS), curves.flatMap(toBoxes)),
      ...emptyLabel(spike, frame, time),
      ...(predicted.length > 0
        ? [line("predicted", toPoints(predicted), { colour: COLOUR.predicted, width: 1.25 })]
        : []),
      line("ledger", toPoints(ledger), own),
      ...(watched.length > 0
        ? [
          line("cloudwatch", watched, watch),
          points("cloudwatch_values", watched, { colour: COLOUR.ink, size: 9 }),
        ]
        : []),
      ...keyLayers(frame, key, curves.flatMap(toBoxes)),
    ],
  };
}

/** Says when the queue is empty, in the free space above the end of its drain. */
function emptyLabel({ ledger, loadEndsS, emptyAtS }: QueueSpike, frame: Frame, time: TimeScale) {
  if (emptyAtS === undefined) return [];
  const text = `Empty ${secondsText(Math.max(0, emptyAtS - loadEndsS))} later`;
  const { x } = inPixels(frame, { x: time.of(emptyAtS), y: 0 });
  const spots = Array.from({ length: 9 }, (_, step): Spot => ({
    x: Math.min(frame.width, x + 20),
    y: frame.height - 20 - 14 * step,
    align: "right",
  }));
  const curve = ledger.map(({ atS, orders }) => inPixels(frame, { x: time.of(atS), y: orders }));
  const [spot] = placeLabels([{ text, spots }], areaOf(frame), boxesAlong(curve));
  return labels(frame, [{ text, ...spot!, colour: COLOUR.ink }]);
}
