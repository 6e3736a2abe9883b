/**
 * What an experiment is: a question with its trials, sizes and settings.
 *
 * @module
 */
import type { z } from "zod";
import type { LoadPlan } from "../load/mod.ts";
import type { TrialSetup } from "../run/ports.ts";
import type { ShotPlan } from "../run/shots.ts";
import type { SummaryRow } from "../run/summary.ts";

/** The named sets of numbers. */
export const SIZES = ["quick", "original"] as const;

/** See {@linkcode SIZES}. */
export type Size = typeof SIZES[number];

/** The original's payment, milliseconds; what the time factor is relative to. Source: `data/reference/README.md`. */
export const ORIGINAL_PAYMENT_MS = 3000;

/** One trial as planned: its services, its load, its bounds. */
export interface TrialPlan extends Omit<TrialSetup, "repetition"> {
  load: LoadPlan;
  /** How payment times differ about `paymentMs`, as `--set payment_model` has it; constant when absent. */
  paymentModel?: string;
  /** How long the API is left to work off what it holds between load and SIGTERM, seconds; default 0. */
  restS?: number;
  /** Faults while it runs; none when absent. */
  shots?: ShotPlan;
  /** Where it can run; everywhere when absent. */
  targets?: readonly string[];
  /** Orders sent and drained before the load, to compile what the load will use; >= 0. */
  warmUpOrders: number;
  /** Drain by arithmetic, seconds: sets the order of trials, the ETA and the deadline. */
  predictedDrainS: number;
  /** How long the drain may take, seconds, before the trial is `not_drained`. */
  drainDeadlineS: number;
}

/** One execution of an experiment, as planned. */
export interface ExperimentPlan {
  trials: TrialPlan[];
  /** How much faster than the original the payment is, >= 1 in `quick`. */
  timeFactor: number;
  /** Added to each call, milliseconds, e.g. `{"sns.publish": 110}`; nothing on `aws`. */
  latenciesMs: Record<string, number>;
  /** Period of the queue metrics: 1, 5, 10, 30 or 60 s. */
  metricPeriodS: number;
  /** What the settings say in a line: `payment 100 ms, 30 × faster than the original`. */
  headline: string;
}

/** A column of the final table. */
export interface ResultColumn {
  header: string;
  /** The cell's text; numbers come formatted. */
  cell(row: SummaryRow, plan: TrialPlan): string;
  /** Whether it is a count of the ledger's rows: then there is none to show where the ledger was unavailable. */
  byLedger?: true;
  align?: "left" | "right";
}

/** Settings by name, as `--set` takes them. */
export type Settings = Record<string, unknown>;

/** An experiment of the catalog. */
export interface Experiment<S extends Settings = Settings> {
  name: string;
  /** Two or three words. */
  title: string;
  question: string;
  /** Meaning, unit and bounds of every setting; strict, so that an unknown key is a fault. */
  settings: z.ZodType<S> & { shape: Record<string, z.ZodType> };
  /** Default settings of each size. */
  sizes: Record<Size, S>;
  /** Rules that these settings break together; `given` are the names that the user set. */
  conflicts(settings: S, given: ReadonlySet<string>): string[];
  /** Makes the trials; pure. */
  plan(settings: S): ExperimentPlan;
  columns: readonly ResultColumn[];
  /** The answer in one sentence, from the measured rows alone. */
  answer(rows: readonly SummaryRow[]): string;
}
