/**
 * What was simulated beside what was measured, trial by trial.
 *
 * @module
 */
import type { Interval } from "../analysis/figure.ts";
import { valueText } from "../claims/claim_text.ts";
import { linearAxis, logAxis, spansDecades } from "./axis.ts";
import { captionOf, type RunFacts } from "./caption.ts";
import { type Chart, chartOf } from "./chart.ts";
import { type Drawing, type Form, inPixels } from "./frame.ts";
import { type Label, labels, points, stretches } from "./layers.ts";
import { rowsFrame } from "./rows_frame.ts";
import { requireOneSize, seenAs } from "./seen.ts";
import { textWidth } from "./text_width.ts";
import { COLOUR, type Path, PATH_COLOUR, PATH_TEXT, TYPE } from "./theme.ts";
import { allText, distance, intervalsText, offText, sentence, withinText } from "./words.ts";

/** A value with its interval, where there is one. */
export interface Seen {
  value: number;
  interval?: Interval;
}

/** One trial, both ways. */
export interface SimulatedRow {
  label: string;
  path: Path;
  measured: Seen;
  simulated: Seen;
}

/** One quantity of several trials. */
export interface SimulationAgainstMeasurement {
  /** As in a sentence: `drain time`. */
  quantity: string;
  /** Unit of the values, as of a claim: `s`, `orders/s`. */
  unit: string;
  /** At least one measured and one simulated. */
  runs: readonly RunFacts[];
  rows: readonly SimulatedRow[];
}

/**
 * Draws both values of each trial.
 *
 * @throws {RangeError} if there is no row, a value is not > 0, runs differ in size or time factor, or no run is
 * measured or none simulated.
 * @example
 * ```ts
 * import { simulationExample } from "./examples_for_tests.ts";
 * import { simulationAgainstMeasurement } from "./simulation_against_measurement.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(simulationAgainstMeasurement(simulationExample).title, /^Simulated drain time is within 2.3 % of the measured in both trials$/);
 * ```
 */
export function simulationAgainstMeasurement(both: SimulationAgainstMeasurement): Chart {
  const { quantity, unit, runs, rows } = both;
  requireOneSize("simulation-against-measurement", runs);
  const faults = [
    ...(rows.length === 0 ? ["there must be a row, got none"] : []),
    ...(["measured", "simulated"] as const).filter((seen) =>
      !runs.some(({ target }) => seenAs(target) === seen)
    ).map((seen) => `a run must be ${seen}, got none`),
    ...rows.filter(({ measured, simulated }) => !(measured.value > 0 && simulated.value > 0)).map((
      { label, measured, simulated },
    ) => `values must be > 0, got ${measured.value} and ${simulated.value} of ${label}`),
  ];
  if (faults.length > 0) {
    throw new RangeError(`Cannot draw simulation-against-measurement: ${faults.join("; ")}`);
  }
  const title = titleOf(both);
  return chartOf({
    id: "simulation-against-measurement",
    title,
    subtitle: `${sentence(quantity)}, measured (filled) and simulated ` +
      `(hollow); right, how far the simulation is off${
        intervalsText(
          rows.flatMap(({ measured, simulated }) => [measured.interval, simulated.interval]),
        )
      }`,
    caption: captionOf(runs),
    alternative: `${title}. ${
      rows.map(({ label, measured, simulated }) =>
        `${label}: ${valueText(measured.value, unit)} measured, ${
          valueText(simulated.value, unit)
        } simulated`
      ).join("; ")
    }.`,
    draw: (form) => draw(both, form),
  });
}

const ratioOf = ({ measured, simulated }: SimulatedRow) => simulated.value / measured.value;

function titleOf({ quantity, rows }: SimulationAgainstMeasurement): string {
  const worst = rows.reduce((a, b) => distance(ratioOf(b)) > distance(ratioOf(a)) ? b : a);
  const ratio = ratioOf(worst);
  return distance(ratio) <= 0.1
    ? `Simulated ${quantity} is within ${withinText(ratio)} of the measured in ${
      allText(rows.length, "trial")
    }`
    : `Simulated ${quantity} is off by up to ${
      offText(ratio).replace(/^[+−]/, "")
    } (${worst.label})`;
}

function draw({ quantity, unit, rows }: SimulationAgainstMeasurement, form: Form): Drawing {
  const values = rows.flatMap(({ measured, simulated }) =>
    [measured, simulated].flatMap(({ value, interval }) => [value, ...(interval ?? [])])
  );
  const title = `${sentence(quantity)}, ${unit}`;
  const off = rows.map((row) => offText(ratioOf(row)));
  const offWidth = Math.max(...off.map((text) => textWidth(text, TYPE.label)));
  const { frame, heightOf, names } = rowsFrame(form, {
    names: rows.map(({ label }) => label),
    x: spansDecades(values)
      ? logAxis({ title, values, room: 1.3 })
      : linearAxis({ title, values, count: form.narrow ? 4 : 6 }),
    rowHeight: form.narrow ? 26 : 34,
    right: offWidth + 22,
  });
  const intervalsOf = (seen: "measured" | "simulated", shift: number) =>
    rows.flatMap((row, index) => {
      const { interval } = row[seen];
      const y = heightOf(index) + shift;
      return interval === undefined ? [] : [{ x: interval[0], x2: interval[1], y, y2: y }];
    });
  const intervals = [...intervalsOf("measured", 0), ...intervalsOf("simulated", -3)];
  const gaps = rows.map(({ measured, simulated }, index) => ({
    x: measured.value,
    x2: simulated.value,
    y: heightOf(index),
    y2: heightOf(index),
  }));
  const byPath = [
    ...Map.groupBy(rows.map((row, index) => ({ ...row, index })), ({ path }) => path),
  ];
  return {
    frame,
    layers: [
      stretches(gaps, { colour: COLOUR.predicted, width: 1.5 }),
      ...(intervals.length > 0
        ? [stretches(intervals, { colour: COLOUR.muted, width: 1.5 }, "intervals")]
        : []),
      ...byPath.flatMap(([path, those]) => [
        points(
          `simulated_${path}`,
          those.map(({ simulated, index }) => ({ x: simulated.value, y: heightOf(index) })),
          { colour: PATH_COLOUR[path], look: "hollow", size: 150 },
        ),
        points(
          `measured_${path}`,
          those.map(({ measured, index }) => ({ x: measured.value, y: heightOf(index) })),
          { colour: PATH_COLOUR[path], size: 45 },
        ),
      ]),
      ...labels(
        frame,
        rows.map(({ path }, index): Label => ({
          text: off[index]!,
          x: frame.width + 18 + offWidth,
          y: inPixels(frame, { x: values[0]!, y: heightOf(index) }).y,
          align: "right",
          colour: PATH_TEXT[path],
        })),
      ),
      ...names,
    ],
  };
}
