/**
 * What comes of a trial: its row of the summary, its rows of the other files, and what fails the run.
 *
 * @module
 */
import type { TrialPlan } from "../catalog/definition.ts";
import { buildLedger, factsOf, type OrderRow } from "../collect/ledger.ts";
import { type Rows, rowsWhere } from "../collect/rows.ts";
import type { LoadResult, RequestRow } from "../load/mod.ts";
import type { CollectedTrial } from "./collector.ts";
import { countFaults, countOrders, identityFaults, listed } from "./conservation.ts";
import type { Row } from "./csv_files.ts";
import type { DrainEnd } from "./drain.ts";
import { countedText } from "./format.ts";
import type { TrialState } from "./schema.ts";
import { LEDGER_UNAVAILABLE, summarise, type SummaryRow, type TrialIdentity } from "./summary.ts";

/** What the results of a run share. */
export interface ResultDeps {
  identity: Omit<TrialIdentity, "repetition">;
  /** Epoch milliseconds of the run's start. */
  startEpochMs: number;
}

/** How a trial's drain ended. */
export type TrialEnd = DrainEnd | "interrupted";

/** A trial that is over. */
export interface EndedTrial {
  plan: TrialPlan;
  repetition: number;
  load: LoadResult;
  end: TrialEnd;
}

/** What a trial leaves for the run folder. */
export interface TrialResult {
  row: SummaryRow;
  requests: Rows<RequestRow>;
  orders: Rows<OrderRow>;
  queueRows: readonly Row[];
  serviceRows: readonly Row[];
  /** Sentences that fail the run. */
  faults: string[];
}

/** How the trial is called in messages. */
export function trialName(plan: TrialPlan, repetition: number): string {
  return repetition === 1 ? plan.trial : `${plan.trial} repetition ${repetition}`;
}

/** A payment that takes this much longer than configured was held up by the machine. */
const PAYMENT_STRETCH_MAX = 1.02;

/** The result of a trial: its row of the summary, and what fails the run. */
export function resultOf(
  deps: ResultDeps,
  { plan, repetition, load, end }: EndedTrial,
  collected: CollectedTrial,
): TrialResult {
  const name = trialName(plan, repetition);
  const { ledger } = collected;
  const counts = countOrders(load.rows, ledger.rows);
  const faults = [...identityFaults(load.rows, ledger.rows), ...countFaults(counts)]
    .map((fault) => `${name}: ${fault}`);
  if (counts.lost > 0) {
    faults.push(
      `${name}: ${countedText(counts.lost, "order")} lost: ${listed(idsIn(ledger.rows, "lost"))}`,
    );
  }
  if (counts.outstanding > 0 && end === "deadline") {
    faults.push(
      `${name}: not drained within ${plan.drainDeadlineS} s: ` +
        `${countedText(counts.outstanding, "order")} outstanding: ${
          listed(idsIn(ledger.rows, "outstanding"))
        }`,
    );
  }
  const state = endState(faults, end, load);
  const row = summarise({ ...deps.identity, repetition }, plan, {
    requests: load.rows,
    ledger,
    counts,
    paymentMs: collected.paymentMs,
    workers: collected.workers,
    queueVisible: collected.queueVisible,
    queueAgeS: collected.queueAgeS,
    load: { fromMs: load.startedAtMs, toMs: load.endedAtMs },
    marks: [...load.marks, ...collected.marks],
    ...(state === undefined ? {} : { state }),
  });
  // The mean of payments that are drawn is about `paymentMs`, and proves nothing.
  const stretch = plan.paymentModel ? 0 : (row.payment_ms_mean ?? 0) / plan.paymentMs;
  const marks = stretch > PAYMENT_STRETCH_MAX ? [`payment_stretched=${stretch.toFixed(3)}`] : [];
  row.marks = [row.marks || [], marks].flat().join(";");
  const { queueRows, serviceRows } = collected;
  return { row, requests: load.rows, orders: ledger.rows, queueRows, serviceRows, faults };
}

function idsIn(rows: Rows<OrderRow>, state: OrderRow["final_state"]): string[] {
  return rowsWhere(rows, ({ final_state }) => final_state === state).map((row) => row.order_id);
}

/** How the trial ended where the counts alone do not say it. */
function endState(
  faults: readonly string[],
  end: TrialEnd,
  load: LoadResult,
): TrialState | undefined {
  if (end === "interrupted" || load.interrupted) return "interrupted";
  if (end === "deadline" && faults.length === 1) return "not_drained";
  return faults.length > 0 ? "failed" : undefined;
}

/**
 * The result of a trial whose evidence could not be collected: what the client saw is kept; nothing is
 * known of what became of the orders, so none is called lost or completed: all count as outstanding.
 */
export function uncollected(
  deps: ResultDeps,
  plan: TrialPlan,
  repetition: number,
  load: LoadResult,
  reason: string,
): TrialResult {
  const unknown = rowsWhere(load.rows, ({ outcome }) => outcome === "confirmed");
  const ledger = buildLedger({
    trial: plan.trial,
    repetition,
    requests: load.rows,
    facts: factsOf([], deps.startEpochMs),
    leftInQueue: new Set(unknown.map(({ order_id }) => order_id)),
  });
  const summary = summarise({ ...deps.identity, repetition }, plan, {
    requests: load.rows,
    ledger,
    paymentMs: [],
    workers: [],
    queueVisible: [],
    queueAgeS: [],
    load: { fromMs: load.startedAtMs, toMs: load.endedAtMs },
    marks: [...load.marks, LEDGER_UNAVAILABLE],
    state: "failed",
  });
  // No event was read: that is no backlog of 0, and no order completed a second.
  const row = { ...summary, backlog_peak_orders: undefined, throughput_per_s: undefined };
  const fault = `${trialName(plan, repetition)}: ${reason}`;
  return {
    row,
    requests: load.rows,
    orders: ledger.rows,
    queueRows: [],
    serviceRows: [],
    faults: [fault],
  };
}
