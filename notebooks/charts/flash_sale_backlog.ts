/**
 * The flash sale's backlog on the paths: what is accepted and unfinished on a queue, who waits on the
 * synchronous path.
 *
 * @module
 */
import { countText, secondsText } from "../../experiments/run/format.ts";
import { largest, linearAxis, timeAxis } from "./axis.ts";
import { captionOf, drawnNote, type RunFacts } from "./caption.ts";
import { type Chart, chartOf } from "./chart.ts";
import { labelsAlong } from "./curve_labels.ts";
import { type Drawing, type Form, frameOf, inPixels } from "./frame.ts";
import { line, type Point } from "./layers.ts";
import { loadEnds } from "./load_ends.ts";
import { boxesAlong } from "./place.ts";
import type { BacklogPoint } from "./queue_spike.ts";
import { allSeenAs, apart, dashOf, requireOneSize, targetOf } from "./seen.ts";
import { type Path, PATH_COLOUR, PATH_TEXT } from "./theme.ts";
import { timeScale } from "./time_scale.ts";
import { listed, sentence } from "./words.ts";

/** One path's flash sale. */
export interface PathBacklog {
  path: Path;
  /** Of one of the runs; may be left out where they have but one. */
  target?: string;
  /** Accepted and unfinished orders, or on `sync` callers who wait; at most 4,000 points. */
  backlog: readonly BacklogPoint[];
  /** Orders accepted. */
  accepted: number;
  /** When the last order was finished, s; absent if it never was. */
  emptyAtS?: number;
}

/** The flash sale on its paths. */
export interface FlashSaleBacklog {
  runs: readonly RunFacts[];
  paths: readonly PathBacklog[];
  /** When the load ends, s since it began. */
  loadEndsS: number;
}

/**
 * Draws the flash sale's backlog.
 *
 * @throws {RangeError} if there is no path or one has no point, if runs differ in size or time factor, or if
 * runs have several targets and a path does not name its own.
 * @example
 * ```ts
 * import { flashSaleExample } from "./examples_for_tests.ts";
 * import { flashSaleBacklog } from "./flash_sale_backlog.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(flashSaleBacklog(flashSaleExample).title, /^Sync accepts 101 orders; queue 1,252/);
 * ```
 */
export function flashSaleBacklog({ runs, paths, loadEndsS }: FlashSaleBacklog): Chart {
  requireOneSize("flash-sale-backlog", runs);
  if (paths.length === 0 || paths.some(({ backlog }) => backlog.length === 0)) {
    throw new RangeError(
      `Cannot draw flash-sale-backlog: each path must have a backlog, got ${
        paths.find(({ backlog }) => backlog.length === 0)?.path ?? "no path"
      } without`,
    );
  }
  const told = paths.map((path) => ({
    ...path,
    target: targetOf("flash-sale-backlog", path, runs),
  }));
  const title = titleOf(told, loadEndsS);
  const queued = told.map(({ path }) => path).filter((path) => path !== "sync");
  const drawn = [
    ...(queued.length > 0 ? [`orders accepted and not yet paid (${listed(queued)})`] : []),
    ...(told.some(({ path }) => path === "sync") ? ["callers who wait (sync)"] : []),
  ];
  return chartOf({
    id: "flash-sale-backlog",
    title,
    subtitle: `${sentence(listed(drawn))}, ${allSeenAs(told)}`,
    caption: captionOf(runs, drawnNote(runs)),
    alternative: `${title}. The load ends after ${secondsText(loadEndsS)}. ${
      told.map(({ path, backlog }) =>
        `At most ${countText(peakOf(backlog))} ${
          path === "sync" ? "callers wait" : "orders are unfinished"
        } on the ${path} path`
      ).join(". ")
    }.`,
    draw: (form) => draw(told, loadEndsS, runs, form),
  });
}

type Told = PathBacklog & { target: string };

const peakOf = (backlog: readonly BacklogPoint[]) => largest(backlog.map(({ orders }) => orders));

/** `sync accepts 101 orders; queue 1,252, paid 23.3 s after the load ends; lambda 1,252, paid 2.10 s after`. */
function titleOf(paths: readonly Told[], loadEndsS: number): string {
  const firstQueued = paths.find(({ path }) => path !== "sync");
  return sentence(
    paths.map((told, index) => {
      const { path, accepted, emptyAtS, backlog } = told;
      const accepts = index === 0
        ? `${path} accepts ${countText(accepted)} orders`
        : `${path} ${countText(accepted)}`;
      if (path === "sync") return accepts;
      if (emptyAtS === undefined) {
        return `${accepts}, ${countText(backlog.at(-1)!.orders)} unpaid when the data end`;
      }
      return `${accepts}, paid ${secondsText(Math.max(0, emptyAtS - loadEndsS))} after${
        told === firstQueued ? " the load ends" : ""
      }`;
    }).join("; "),
  );
}

function draw(
  paths: readonly Told[],
  loadEndsS: number,
  runs: readonly RunFacts[],
  form: Form,
): Drawing {
  const time = timeScale(paths.flatMap(({ backlog }) => backlog.map(({ atS }) => atS)));
  const curves = paths.map(({ backlog }) =>
    backlog.map(({ atS, orders }): Point => ({ x: time.of(atS), y: orders }))
  );
  const frame = frameOf(form, {
    x: timeAxis({
      title: `Time since the load began, ${time.unit}`,
      values: [time.of(loadEndsS), ...curves.flat().map(({ x }) => x)],
      count: form.narrow ? 4 : 7,
    }),
    y: linearAxis({
      title: "Orders unfinished, or callers waiting",
      values: curves.flat().map(({ y }) => y),
    }),
    height: form.narrow ? 230 : 300,
  });
  const taken = curves.flatMap((curve) => boxesAlong(curve.map((point) => inPixels(frame, point))));
  return {
    frame,
    layers: [
      ...loadEnds(frame, time.of(loadEndsS), taken),
      ...paths.map(({ path, target }, index) =>
        line(path, curves[index]!, { colour: PATH_COLOUR[path], width: 2.5, ...dashOf(target) })
      ),
      ...labelsAlong(
        frame,
        paths.map(({ path, target, backlog }, index) => ({
          text: path === "sync"
            ? `sync${apart(target, runs)}: at most ${countText(peakOf(backlog))} callers`
            : `${path}${apart(target, runs)}: up to ${countText(peakOf(backlog))} orders`,
          colour: PATH_TEXT[path],
          points: curves[index]!,
        })),
      ),
    ],
  };
}
