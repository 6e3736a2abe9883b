/**
 * How long users waited for their answers: the whole distribution, by path.
 *
 * @module
 */
import { countText, percentText, significant } from "../../experiments/run/format.ts";
import { linearAxis, logAxis } from "./axis.ts";
import { captionOf, type RunFacts } from "./caption.ts";
import { type Chart, chartOf } from "./chart.ts";
import { labelsAtEnd, roomAtEnd } from "./curve_labels.ts";
import { type Drawing, type Form, frameOf, inPixels } from "./frame.ts";
import { labels, line, type Point, points } from "./layers.ts";
import { around, boxesAlong, placeLabels } from "./place.ts";
import { allSeenAs, apart, dashOf, lookOf, requireOneSize, targetOf, telling } from "./seen.ts";
import { COLOUR, type Path, PATH_COLOUR, PATH_TEXT } from "./theme.ts";
import { listed, sentence } from "./words.ts";

/** One path's response times. */
export interface PathResponses {
  path: Path;
  /** Of one of the runs; may be left out where they have but one. */
  target?: string;
  /** Orders sent. */
  sent: number;
  /**
   * Share of the orders sent that were answered within `ms` of their scheduled send, ascending; at most 4,000
   * points. The last is the share answered at all.
   */
  answered: readonly { ms: number; share: number }[];
  /** Half of the orders sent were answered within, ms; absent if fewer than half were. */
  medianMs?: number;
}

/** Response times by path. */
export interface ResponseEcdf {
  runs: readonly RunFacts[];
  paths: readonly PathResponses[];
}

/**
 * Draws the distributions.
 *
 * @throws {RangeError} if there is no path or one has no answer, if runs differ in size or time factor, or if
 * runs have several targets and a path does not name its own.
 * @example
 * ```ts
 * import { ecdfExample } from "./examples_for_tests.ts";
 * import { responseEcdf } from "./response_ecdf.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(responseEcdf(ecdfExample).title, /^Half of the orders are answered within 390 ms \(sync\) and 17.4 ms \(queue\)$/);
 * ```
 */
export function responseEcdf({ runs, paths }: ResponseEcdf): Chart {
  requireOneSize("response-ecdf", runs);
  if (paths.length === 0 || paths.some(({ answered }) => answered.length === 0)) {
    throw new RangeError(
      `Cannot draw response-ecdf: each path must have answers, got ${
        paths.find(({ answered }) => answered.length === 0)?.path ?? "no path"
      } without`,
    );
  }
  const told = paths.map((path) => ({ ...path, target: targetOf("response-ecdf", path, runs) }));
  const title = titleOf(told);
  return chartOf({
    id: "response-ecdf",
    title,
    subtitle: `Share of orders answered within a time from their scheduled send, by path, ${
      allSeenAs(told)
    }`,
    caption: captionOf(runs),
    alternative: `${title}. ${
      told.map((path) =>
        `${nameOf(path, runs)}: ${percentText(path.answered.at(-1)!.share)} of ${
          countText(path.sent)
        } orders answered, the slowest after ${significant(path.answered.at(-1)!.ms)} ms`
      ).join("; ")
    }.`,
    draw: (form) => draw(told, runs, form),
  });
}

type Told = PathResponses & { target: string };

function nameOf({ path, target }: Told, runs: readonly RunFacts[]): string {
  return `${path}${apart(target, runs)}`;
}

function titleOf(all: readonly Told[]): string {
  const paths = telling(all);
  const half = paths.flatMap(({ path, medianMs }) =>
    medianMs === undefined ? [] : [`${significant(medianMs)} ms (${path})`]
  );
  const fewer = paths.filter(({ medianMs }) => medianMs === undefined).map(({ path, answered }) =>
    `only ${percentText(answered.at(-1)!.share)} of the orders are answered at all (${path})`
  );
  const within = half.length > 0 ? [`half of the orders are answered within ${listed(half)}`] : [];
  return sentence([...within, ...fewer].join("; "));
}

function draw(paths: readonly Told[], runs: readonly RunFacts[], form: Form): Drawing {
  const curves = paths.map(({ answered }) =>
    answered.filter(({ ms }) => ms > 0).map(({ ms, share }): Point => ({ x: ms, y: share * 100 }))
  );
  const x = logAxis({
    title: "Response time from the scheduled send, ms",
    values: curves.flat().map(({ x }) => x),
  });
  const names = paths.map((path) =>
    form.narrow
      ? nameOf(path, runs)
      : `${nameOf(path, runs)} ${percentText(path.answered.at(-1)!.share)}`
  );
  const frame = frameOf(form, {
    x,
    y: linearAxis({ title: "Orders answered, % of those sent", values: [], most: 100 }),
    height: form.narrow ? 230 : 300,
    right: roomAtEnd(form, names),
  });
  // From the last answer on the share stays as it is.
  const whole = curves.map((curve) => [...curve, { x: x.domain[1], y: curve.at(-1)!.y }]);
  const medians = paths.flatMap(({ path, target, medianMs }) =>
    medianMs === undefined ? [] : [{ path, target, x: medianMs, y: 50 }]
  );
  const wanted = medians.map((median) => {
    const { x, y } = inPixels(frame, median);
    return { text: `${significant(median.x)} ms`, spots: around(x, y) };
  });
  const spots = placeLabels(
    wanted,
    { left: 0, top: 0, right: frame.width, bottom: frame.height },
    whole.flatMap((curve) => boxesAlong(curve.map((point) => inPixels(frame, point)))),
  );
  return {
    frame,
    layers: [
      ...paths.map(({ path, target }, index) =>
        line(`responses_${index + 1}`, whole[index]!, {
          colour: PATH_COLOUR[path],
          step: true,
          ...dashOf(target),
        })
      ),
      ...medians.map(({ path, target, x, y }, index) =>
        points(`median_${index + 1}`, [{ x, y }], {
          colour: PATH_COLOUR[path],
          look: lookOf(target),
        })
      ),
      ...labels(
        frame,
        wanted.map(({ text }, index) => ({ text, ...spots[index]!, colour: COLOUR.ink })),
      ),
      ...labelsAtEnd(
        frame,
        paths.map(({ path }, index) => ({
          text: names[index]!,
          colour: PATH_TEXT[path],
          points: whole[index]!,
        })),
      ),
    ],
  };
}
