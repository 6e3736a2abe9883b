/**
 * The backlog of several trials of one path, one over the other.
 *
 * @module
 */
import { countText, secondsText } from "../../experiments/run/format.ts";
import { largest, linearAxis, logAxis, spansDecades, timeAxis } from "./axis.ts";
import { captionOf, drawnNote, type RunFacts } from "./caption.ts";
import { type Chart, chartOf } from "./chart.ts";
import { labelsAlong } from "./curve_labels.ts";
import { type Drawing, type Form, frameOf } from "./frame.ts";
import { line, type Point } from "./layers.ts";
import type { BacklogPoint } from "./queue_spike.ts";
import { allSeenAs, apart, dashOf, requireOneSize, targetOf } from "./seen.ts";
import { type Path, PATH_TEXT, shadesOf } from "./theme.ts";
import { timeScale } from "./time_scale.ts";
import { listed, sentence } from "./words.ts";

/** One trial's backlog. */
export interface TrialBacklog {
  /** As people say it: `20 loops, 5 slots`. */
  label: string;
  /** Of one of the runs; may be left out where they have but one. */
  target?: string;
  /** Accepted and unfinished orders by ledger, ascending in time; at most 4,000 points. */
  ledger: readonly BacklogPoint[];
  /** When the last order was accepted, s. */
  loadEndsS: number;
  /** When the last order was finished, s; absent if it never was. */
  emptyAtS?: number;
}

/** Trials of one path. */
export interface BacklogByTrial {
  runs: readonly RunFacts[];
  path: Path;
  trials: readonly TrialBacklog[];
}

/**
 * Draws the trials' backlogs.
 *
 * @throws {RangeError} if there is no trial or one has no point, if runs differ in size or time factor, or if
 * runs have several targets and a trial does not name its own.
 * @example
 * ```ts
 * import { backlogExample } from "./examples_for_tests.ts";
 * import { backlogByTrial } from "./backlog_by_trial.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(backlogByTrial(backlogExample).title, /^Drains take from 0.570 s \(100 loops\) to 144 s \(1 loop\)$/);
 * ```
 */
export function backlogByTrial({ runs, path, trials }: BacklogByTrial): Chart {
  requireOneSize("backlog-by-trial", runs);
  if (trials.length === 0 || trials.some(({ ledger }) => ledger.length === 0)) {
    throw new RangeError(
      `Cannot draw backlog-by-trial: each trial must have a ledger, got ${
        trials.find(({ ledger }) => ledger.length === 0)?.label ?? "no trial"
      } without`,
    );
  }
  const told = trials.map((trial) => {
    const target = targetOf("backlog-by-trial", trial, runs);
    return { ...trial, target, label: `${trial.label}${apart(target, runs)}` };
  });
  const title = titleOf(told);
  return chartOf({
    id: "backlog-by-trial",
    title,
    subtitle: `Orders accepted and not yet paid on the ${path} path, by trial, ${allSeenAs(told)}`,
    caption: captionOf(runs, drawnNote(runs)),
    alternative: `${title}. ${told.map(trialText).join("; ")}.`,
    draw: (form) => draw(path, told, form),
  });
}

type Told = TrialBacklog & { target: string };

function drainOf({ emptyAtS, loadEndsS }: TrialBacklog): number | undefined {
  return emptyAtS === undefined ? undefined : Math.max(0, emptyAtS - loadEndsS);
}

function titleOf(trials: readonly Told[]): string {
  const drained = trials.flatMap(({ label, ...trial }) => {
    const drainS = drainOf({ label, ...trial });
    return drainS === undefined ? [] : [{ label, drainS }];
  }).sort((a, b) => a.drainS - b.drainS);
  const left = trials.filter(({ emptyAtS }) => emptyAtS === undefined).map(({ label }) => label);
  const rest = left.length === 0 ? "" : `${listed(left)}: not drained when the data end`;
  const [fastest, slowest] = [drained[0], drained.at(-1)];
  if (fastest === undefined || slowest === undefined) return sentence(rest);
  const finding = drained.length === 1
    ? `${fastest.label}: drained in ${secondsText(fastest.drainS)}`
    : slowest.drainS <= 1.05 * fastest.drainS
    ? `${listed(drained.map(({ label }) => label))} drain alike, in ${secondsText(slowest.drainS)}`
    : `Drains take from ${secondsText(fastest.drainS)} (${fastest.label}) to ${
      secondsText(slowest.drainS)
    } (${slowest.label})`;
  return sentence(rest === "" ? finding : `${finding}; ${rest}`);
}

function trialText(trial: Told): string {
  const peak = countText(largest(trial.ledger.map(({ orders }) => orders)));
  const drainS = drainOf(trial);
  return `${trial.label}: at most ${peak} orders, ${
    drainS === undefined ? "not drained" : `drained in ${secondsText(drainS)}`
  }`;
}

function draw(path: Path, trials: readonly Told[], form: Form): Drawing {
  const lastS = ({ ledger }: Told) => ledger.at(-1)!.atS;
  const log = spansDecades(trials.map(lastS));
  const fromS = log ? Math.min(...trials.map(lastS)) / 3 : 0;
  const time = timeScale(trials.map(lastS));
  const curves = trials.map((trial) =>
    cut(trial.ledger, fromS).map(({ atS, orders }): Point => ({ x: time.of(atS), y: orders }))
  );
  const x = {
    title: `Time since the load began, ${time.unit}`,
    values: curves.flat().map(({ x }) => x),
  };
  const frame = frameOf(form, {
    x: log ? logAxis({ ...x, room: 1 }) : timeAxis({ ...x, count: form.narrow ? 4 : 7 }),
    y: linearAxis({ title: "Orders", values: curves.flat().map(({ y }) => y) }),
    height: form.narrow ? 240 : 310,
    right: form.narrow ? 30 : 90,
  });
  // Dark for the slowest: it is the longest line, and the one to see.
  const slowestFirst = trials.map((_, index) => index).sort((a, b) =>
    lastS(trials[b]!) - lastS(trials[a]!)
  );
  const shades = shadesOf(path, trials.length);
  const colour = (index: number) => shades[slowestFirst.indexOf(index)]!;
  return {
    frame,
    layers: [
      ...trials.map(({ target }, index) =>
        line(`backlog_${index + 1}`, curves[index]!, { colour: colour(index), ...dashOf(target) })
      ),
      ...labelsAlong(
        frame,
        slowestFirst.map((index) => ({
          text: trials[index]!.label,
          colour: PATH_TEXT[path],
          points: curves[index]!,
        })),
      ),
    ],
  };
}

/** A curve from a time on, with the value that it has there; a logarithm has no zero. */
function cut(ledger: readonly BacklogPoint[], fromS: number): readonly BacklogPoint[] {
  const first = ledger.findIndex(({ atS }) => atS >= fromS);
  if (fromS === 0 || first <= 0) return ledger;
  return [{ atS: fromS, orders: ledger[first - 1]!.orders }, ...ledger.slice(first)];
}
