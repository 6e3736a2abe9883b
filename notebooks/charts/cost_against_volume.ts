/**
 * What the paths cost against the volume of orders, with the break-even.
 *
 * @module
 */
import type { Interval } from "../analysis/figure.ts";
import { valueText } from "../claims/claim_text.ts";
import { logAxis } from "./axis.ts";
import { captionOf, type RunFacts } from "./caption.ts";
import { type Chart, chartOf } from "./chart.ts";
import { labelsAtEnd, roomAtEnd } from "./curve_labels.ts";
import { areaOf, type Drawing, type Form, type Frame, frameOf, inPixels } from "./frame.ts";
import { labels, line, type Point, points, stretches } from "./layers.ts";
import { boxesAlong, placeLabels, type Spot } from "./place.ts";
import { COLOUR, type Path, PATH_COLOUR, PATH_TEXT } from "./theme.ts";
import { sentence, volumeText } from "./words.ts";

/** What one path costs. */
export interface PathCost {
  path: Path;
  /** As people say it, such as `queue, 2 workers`; the path's name if absent. */
  label?: string;
  /** Ascending in volume, which is > 0; at most 4,000 points. */
  points: readonly { ordersPerMonth: number; usdPerMonth: number }[];
}

/** Costs of the paths. */
export interface CostAgainstVolume {
  paths: readonly PathCost[];
  /** Where two paths cost the same; absent if they never do. */
  breakEven?: { between: readonly [Path, Path]; ordersPerMonth: number; interval?: Interval };
  region: string;
  /** Newest date of the prices. */
  priceDate: string;
  /** Runs that the counts come from, such as empty receives; none of mere arithmetic. */
  runs: readonly RunFacts[];
  /** What the reader must know of it, such as which prices are unverified. */
  notes?: readonly string[];
}

/**
 * Draws costs against volume.
 *
 * @throws {RangeError} if there is no path, one has no point, or the break-even is between others than these.
 * @example
 * ```ts
 * import { costExample } from "./examples_for_tests.ts";
 * import { costAgainstVolume } from "./cost_against_volume.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(costAgainstVolume(costExample).title, /^Lambda is cheaper than queue below 1.83 million orders a month/);
 * ```
 */
export function costAgainstVolume(cost: CostAgainstVolume): Chart {
  const { paths, breakEven, region, priceDate, runs, notes = [] } = cost;
  if (paths.length === 0 || paths.some(({ points }) => points.length === 0)) {
    throw new RangeError(
      `Cannot draw cost-against-volume: each path must have points, got ${
        paths.find(({ points }) => points.length === 0)?.path ?? "no path"
      } without`,
    );
  }
  const missing = breakEven?.between.filter((path) => !paths.some((one) => one.path === path));
  if (missing !== undefined && missing.length > 0) {
    throw new RangeError(
      `Cannot draw cost-against-volume: a break-even must be between paths that are drawn, got ${
        missing.join(", ")
      }`,
    );
  }
  const title = titleOf(cost);
  return chartOf({
    id: "cost-against-volume",
    title,
    subtitle: "Cost of a path per month against orders per month, computed from list prices",
    caption: captionOf(runs, [`Prices of ${region}, ${priceDate}`, ...notes]),
    alternative: `${title}. ${
      paths.map((path) => {
        const [from, to] = [path.points[0]!, path.points.at(-1)!];
        return `${nameOf(path)}: ${valueText(from.usdPerMonth, "USD")} a month at ${
          volumeText(from.ordersPerMonth)
        } orders, ${valueText(to.usdPerMonth, "USD")} at ${volumeText(to.ordersPerMonth)}`;
      }).join("; ")
    }.`,
    draw: (form) => draw(cost, form),
  });
}

function nameOf({ path, label }: PathCost): string {
  return label ?? path;
}

function titleOf({ paths, breakEven }: CostAgainstVolume): string {
  const first = (path: PathCost) => path.points[0]!.usdPerMonth;
  const last = (path: PathCost) => path.points.at(-1)!.usdPerMonth;
  if (breakEven !== undefined) {
    const [one, other] = breakEven.between.map((path) => paths.find((own) => own.path === path)!);
    const [below, above] = first(one!) <= first(other!) ? [one!, other!] : [other!, one!];
    const volume = `${volumeText(breakEven.ordersPerMonth)} orders a month`;
    return sentence(
      last(above) <= last(below)
        ? `${below.path} is cheaper than ${above.path} below ${volume}, and dearer above`
        : `${below.path} and ${above.path} cost the same at ${volume}`,
    );
  }
  const cheapest = (of: (path: PathCost) => number) =>
    paths.reduce((a, b) => of(b) < of(a) ? b : a);
  const [low, high] = [cheapest(first), cheapest(last)];
  if (paths.length === 1) {
    return sentence(
      `${nameOf(low)} costs ${valueText(first(low), "USD")} to ${
        valueText(last(low), "USD")
      } a month`,
    );
  }
  return sentence(
    low === high
      ? `${nameOf(low)} is the cheapest at the least and at the largest volume drawn`
      : `${nameOf(low)} is the cheapest at the least volume, ${nameOf(high)} at the largest`,
  );
}

function draw({ paths, breakEven }: CostAgainstVolume, form: Form): Drawing {
  const curves = paths.map(({ points }) =>
    points.map(({ ordersPerMonth, usdPerMonth }): Point => ({ x: ordersPerMonth, y: usdPerMonth }))
      .filter(({ x, y }) => x > 0 && y > 0)
  );
  const all = curves.flat();
  const frame = frameOf(form, {
    x: logAxis({ title: "Orders per month", values: all.map(({ x }) => x), format: "~s", room: 1 }),
    y: logAxis({ title: "USD per month", values: all.map(({ y }) => y), format: "$,~f" }),
    height: form.narrow ? 250 : 320,
    right: roomAtEnd(form, paths.map(nameOf)),
  });
  return {
    frame,
    layers: [
      ...(breakEven === undefined ? [] : breakEvenLine(breakEven.ordersPerMonth, frame)),
      ...paths.map(({ path }, index) =>
        line(`cost_${index + 1}`, curves[index]!, { colour: PATH_COLOUR[path], width: 2.5 })
      ),
      ...(breakEven === undefined ? [] : breakEvenMark(breakEven, paths, curves, frame)),
      ...labelsAtEnd(
        frame,
        paths.map((path, index) => ({
          text: nameOf(path),
          colour: PATH_TEXT[path.path],
          points: curves[index]!,
        })),
      ),
    ],
  };
}

function breakEvenLine(volume: number, frame: Frame) {
  const [low, high] = frame.y.domain;
  return [
    stretches([{ x: volume, x2: volume, y: low, y2: high }], {
      colour: COLOUR.muted,
      dash: [2, 2],
    }),
  ];
}

/** The point where both cost the same, its interval, and what to call it. */
function breakEvenMark(
  { between, ordersPerMonth, interval }: NonNullable<CostAgainstVolume["breakEven"]>,
  paths: readonly PathCost[],
  curves: readonly (readonly Point[])[],
  frame: Frame,
) {
  const curve = curves[paths.findIndex(({ path }) => path === between[0])]!;
  const at = { x: ordersPerMonth, y: valueAt(curve, ordersPerMonth) };
  const { x, y } = inPixels(frame, at);
  const text = `Break-even\n${volumeText(ordersPerMonth)}`;
  const spots = [-26, -44, -64, -90, 26, 44, 64, 90].flatMap((up): Spot[] => [
    { x: x - 8, y: y + up, align: "right" },
    { x: x + 8, y: y + up, align: "left" },
  ]);
  const [spot] = placeLabels(
    [{ text, spots }],
    areaOf(frame),
    curves.flatMap((one) => boxesAlong(one.map((point) => inPixels(frame, point)))),
  );
  return [
    ...(interval === undefined ? [] : [
      stretches([{ ...at, x: interval[0], x2: interval[1], y2: at.y }], {
        colour: COLOUR.ink,
        width: 2,
      }, "break_even_interval"),
    ]),
    points("break_even", [at], { colour: COLOUR.ink }),
    ...labels(frame, [{ text, ...spot!, colour: COLOUR.ink }]),
  ];
}

/** On a straight line between neighbours, as it is drawn between logarithms. */
function valueAt(curve: readonly Point[], x: number): number {
  const right = Math.max(1, curve.findIndex((point) => point.x >= x));
  const [from, to] = [curve[right - 1]!, curve[right] ?? curve[right - 1]!];
  if (from.x === to.x) return from.y;
  const share = Math.log(x / from.x) / Math.log(to.x / from.x);
  return from.y * (to.y / from.y) ** share;
}
