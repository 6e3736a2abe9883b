/** A line of a service's standard output that is not a ledger event. */
export interface LogLine {
  /** What happened, in snake case: `poison`, `receive_failed`. Never a ledger event's name. */
  event: string;
  [field: string]: string | number | boolean;
}

/** Where log lines go. Synchronous, as ledger events are. */
export type Log = (line: LogLine) => void;
