/**
 * Orders paid more than once, by how far the worker takes messages ahead of its slots.
 *
 * @module
 */
import { countText, percentText, secondsText } from "../../experiments/run/format.ts";
import { largest, linearAxis } from "./axis.ts";
import { captionOf, type RunFacts } from "./caption.ts";
import { type Chart, chartOf } from "./chart.ts";
import { type Drawing, type Form, inPixels } from "./frame.ts";
import { bars, type Label, labels, points } from "./layers.ts";
import { rowsFrame } from "./rows_frame.ts";
import { allSeenAs, apart, requireOneSize, seenAs, targetOf, telling } from "./seen.ts";
import { textWidth } from "./text_width.ts";
import { COLOUR, PATH_COLOUR, TYPE } from "./theme.ts";
import { listed, sentence } from "./words.ts";

/** One policy's trial. */
export interface PrefetchRow {
  /** The policy: `ahead`, `10`, `original`. */
  prefetch: string;
  /** Orders paid at least once. */
  completed: number;
  /** Orders paid more than once. */
  duplicated: number;
  /** The longest that a message was held from its first receive to its first completion, s; absent if unknown. */
  holdS?: number;
  /** Of one of the runs; may be left out where they have but one. */
  target?: string;
}

/** Policies under one lease. */
export interface DuplicatesByPrefetch {
  runs: readonly RunFacts[];
  rows: readonly PrefetchRow[];
  /** Visibility timeout, s. */
  leaseS: number;
}

type Told = PrefetchRow & { target: string; name: string };

/**
 * Draws the share of orders paid more than once.
 *
 * @throws {RangeError} if there is no row or one completed nothing, if runs differ in size or time factor, or if
 * runs have several targets and a row does not name its own.
 * @example
 * ```ts
 * import { duplicatesExample } from "./examples_for_tests.ts";
 * import { duplicatesByPrefetch } from "./duplicates_by_prefetch.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(duplicatesByPrefetch(duplicatesExample).title, /^Prefetch original pays 29.0 % of the orders more than once/);
 * ```
 */
export function duplicatesByPrefetch({ runs, rows, leaseS }: DuplicatesByPrefetch): Chart {
  requireOneSize("duplicates-by-prefetch", runs);
  if (rows.length === 0 || rows.some(({ completed }) => completed <= 0)) {
    throw new RangeError(
      `Cannot draw duplicates-by-prefetch: each row must have completed orders, got ${
        rows.find(({ completed }) => completed <= 0)?.prefetch ?? "no row"
      } without`,
    );
  }
  const told = rows.map((row): Told => {
    const target = targetOf("duplicates-by-prefetch", row, runs);
    return { ...row, target, name: `prefetch ${row.prefetch}${apart(target, runs)}` };
  });
  const title = titleOf(told);
  return chartOf({
    id: "duplicates-by-prefetch",
    title,
    subtitle:
      `Share of orders paid more than once, by how far the worker takes messages ahead of its slots, ${
        allSeenAs(told)
      }`,
    caption: captionOf(runs, [`Lease ${leaseS} s`]),
    alternative: `${title}. The lease is ${leaseS} s. ${
      told.map(({ name, completed, duplicated, holdS }) =>
        `${sentence(name)}: ${countText(duplicated)} of ${countText(completed)} orders${
          holdS === undefined ? "" : `, a message held for up to ${secondsText(holdS)}`
        }`
      ).join("; ")
    }.`,
    draw: (form) => draw(told, form),
  });
}

function titleOf(all: readonly Told[]): string {
  const rows = telling(all);
  const twice = rows.filter(({ duplicated }) => duplicated > 0);
  const clean = rows.filter(({ duplicated }) => duplicated === 0);
  if (twice.length === 0) return "No order is paid twice under any of the policies";
  const found = twice.map(({ prefetch, duplicated, completed }) =>
    `prefetch ${prefetch} pays ${percentText(duplicated / completed)} of the orders more than once`
  );
  const none = clean.length === 0
    ? ""
    : `, prefetch ${listed(clean.map(({ prefetch }) => prefetch))} none`;
  return sentence(`${listed(found)}${none}`);
}

function valueOf({ duplicated, completed }: Told): string {
  return duplicated === 0
    ? `none of ${countText(completed)}`
    : `${countText(duplicated)} of ${countText(completed)}`;
}

function draw(rows: readonly Told[], form: Form): Drawing {
  const share = ({ duplicated, completed }: Told) => duplicated / completed * 100;
  const most = largest(rows.map(share));
  const { frame, heightOf, names } = rowsFrame(form, {
    names: rows.map(({ name }) => sentence(name)),
    x: linearAxis({
      title: "Orders paid more than once, %",
      values: [most > 0 ? most : 1],
      count: form.narrow ? 3 : 5,
    }),
    rowHeight: form.narrow ? 30 : 46,
    right: Math.max(...rows.map((row) => textWidth(valueOf(row), TYPE.label))) + 12,
  });
  const at = rows.map((row, index) => ({
    x: share(row),
    y: heightOf(index),
    seen: seenAs(row.target),
  }));
  const kinds = [...Map.groupBy(at, ({ seen }) => seen)];
  return {
    frame,
    layers: [
      ...kinds.flatMap(([seen, those]) => {
        const hollow = seen === "simulated";
        return [
          bars(`share_${seen}`, those.filter(({ x }) => x > 0), {
            colour: PATH_COLOUR.queue,
            height: 18,
            hollow,
          }),
          // A bar of nothing cannot be seen.
          points(`none_${seen}`, those.filter(({ x }) => x === 0), {
            colour: PATH_COLOUR.queue,
            look: hollow ? "hollow" : "filled",
            size: 40,
          }),
        ];
      }),
      ...labels(
        frame,
        rows.map((row, index): Label => {
          const { x, y } = inPixels(frame, at[index]!);
          return { text: valueOf(row), x: x + 9, y, align: "left", colour: COLOUR.ink };
        }),
      ),
      ...names,
    ],
  };
}
