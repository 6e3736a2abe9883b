/**
 * What the log lines of a trial say: ledger events and statistics. Pure.
 *
 * @module
 */
import { LEDGER_EVENT_NAMES, type LedgerEvent } from "../../services/orders/ledger_event.ts";

/** What a service wrote about its own process. */
export interface StatisticsLine {
  host: string;
  /** Epoch milliseconds. */
  at_ms: number;
  cpu_s: number;
  rss_bytes: number;
}

/** What the lines of one trial say. */
export interface TrialLog {
  events: LedgerEvent[];
  statistics: StatisticsLine[];
  /** Events of warm-up orders, left out of `events`. */
  warmUpEvents: number;
  /** Lines about messages that were no orders. */
  poisonLines: string[];
  /** Lines that look like ledger events but are not whole. */
  badLines: string[];
  /** Ledger lines that were in the logs more than once: shipped again when an answer was lost. */
  repeatedLines: number;
}

/** Order ids that begin so are warm-up: sent before the load, in no row. */
export const WARM_UP_PREFIX = "warm-";

const EVENT_NAMES: ReadonlySet<unknown> = new Set(LEDGER_EVENT_NAMES);

/** Sorts the lines of one trial and repetition by what they are. */
export function readTrialLog(
  lines: Iterable<string>,
  trial: string,
  repetition: number,
): TrialLog {
  const log: TrialLog = {
    events: [],
    statistics: [],
    warmUpEvents: 0,
    poisonLines: [],
    badLines: [],
    repeatedLines: 0,
  };
  const seen = new Set<string>();
  for (const line of lines) {
    // Same event, order, host, attempt and microsecond: one event, delivered twice. Counting it twice
    // would make one payment two.
    if (!seen.has(line)) readLine(log, line, trial, repetition);
    else log.repeatedLines += 1;
    seen.add(line);
  }
  return log;
}

function readLine(log: TrialLog, line: string, trial: string, repetition: number): void {
  const fields = jsonObject(line);
  if (fields === undefined) return;
  if (EVENT_NAMES.has(fields.event)) {
    if (!isLedgerEvent(fields)) log.badLines.push(line);
    else if (fields.trial !== trial || fields.repetition !== repetition) return;
    else if (fields.order_id.startsWith(WARM_UP_PREFIX)) log.warmUpEvents += 1;
    else log.events.push(fields);
  } else if (fields.event === "stats" && isStatistics(fields)) {
    if (fields.trial === trial && fields.repetition === repetition) log.statistics.push(fields);
  } else if (fields.event === "poison") {
    log.poisonLines.push(line);
  }
}

function jsonObject(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isLedgerEvent(
  fields: Record<string, unknown>,
): fields is Record<string, unknown> & LedgerEvent {
  return typeof fields.order_id === "string" && typeof fields.trial === "string" &&
    typeof fields.repetition === "number" && typeof fields.path === "string" &&
    typeof fields.host === "string" && typeof fields.at_ms === "number" &&
    typeof fields.attempt === "number";
}

function isStatistics(
  fields: Record<string, unknown>,
): fields is Record<string, unknown> & StatisticsLine {
  return typeof fields.host === "string" && typeof fields.at_ms === "number" &&
    typeof fields.cpu_s === "number" && typeof fields.rss_bytes === "number";
}
