/**
 * Conservation: every order is accounted for, once. Pure; used at the end of every trial and again by
 * `runs check` on the files alone.
 *
 * @module
 */
import type { OrderRow } from "../collect/ledger.ts";
import type { Rows } from "../collect/rows.ts";

/** Counts of one trial and repetition, as in `summary.csv`. */
export interface OrderCounts {
  scheduled: number;
  sent: number;
  unsent: number;
  confirmed: number;
  rejected: number;
  failed: number;
  accepted: number;
  unconfirmed: number;
  completed: number;
  duplicated: number;
  dead_lettered: number;
  outstanding: number;
  lost: number;
  /** Payments made, duplicates too. */
  payments: number;
}

/** The part of a request that is counted. */
export interface CountedRequest {
  order_id: string;
  outcome: "confirmed" | "rejected" | "failed" | "unsent";
}

/** Final states that an accepted order can have. */
const ACCEPTED_STATES = new Set(["completed", "dead_lettered", "outstanding", "lost"]);

/** Whether an order with this final state was accepted. */
export function isAccepted(row: Pick<OrderRow, "final_state">): boolean {
  return ACCEPTED_STATES.has(row.final_state);
}

/** Counts orders and requests by what became of them. */
export function countOrders(
  requests: Rows<CountedRequest>,
  rows: Rows<Pick<OrderRow, "order_id" | "final_state" | "completions">>,
): OrderCounts {
  const outcomes = new Map<CountedRequest["outcome"], number>();
  for (const { outcome } of requests) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const states = new Map<OrderRow["final_state"], number>();
  const isConfirmed = confirmedFinder(requests);
  let accepted = 0;
  let unconfirmed = 0;
  let duplicated = 0;
  let payments = 0;
  let index = 0;
  for (const row of rows) {
    states.set(row.final_state, (states.get(row.final_state) ?? 0) + 1);
    payments += row.completions;
    if (row.completions > 1) duplicated++;
    if (isAccepted(row)) {
      accepted++;
      if (!isConfirmed(row.order_id, index)) unconfirmed++;
    }
    index++;
  }
  const unsent = outcomes.get("unsent") ?? 0;
  return {
    scheduled: requests.length,
    sent: requests.length - unsent,
    unsent,
    confirmed: outcomes.get("confirmed") ?? 0,
    rejected: outcomes.get("rejected") ?? 0,
    failed: outcomes.get("failed") ?? 0,
    accepted,
    unconfirmed,
    completed: states.get("completed") ?? 0,
    duplicated,
    dead_lettered: states.get("dead_lettered") ?? 0,
    outstanding: states.get("outstanding") ?? 0,
    lost: states.get("lost") ?? 0,
    payments,
  };
}

/** Looks first where the request of a row stands when both tables have one order; sets cost memory. */
function confirmedFinder(requests: Rows<CountedRequest>) {
  let ids: Set<string> | undefined;
  return (orderId: string, index: number): boolean => {
    const request = requests.at(index);
    if (request?.order_id === orderId) return request.outcome === "confirmed";
    ids ??= idsOf(requests, ({ outcome }) => outcome === "confirmed");
    return ids.has(orderId);
  };
}

/**
 * The identities that counts must satisfy.
 *
 * @returns one sentence a violated identity; empty when all hold.
 */
export function countFaults(counts: OrderCounts): string[] {
  const faults: string[] = [];
  const identity = (left: keyof OrderCounts, right: readonly (keyof OrderCounts)[]) => {
    const sum = right.reduce((total, name) => total + counts[name], 0);
    if (counts[left] !== sum) {
      faults.push(`${left} must be ${right.join(" + ")}, got ${counts[left]} and ${sum}`);
    }
  };
  identity("scheduled", ["sent", "unsent"]);
  identity("sent", ["confirmed", "rejected", "failed"]);
  identity("accepted", ["completed", "dead_lettered", "outstanding", "lost"]);
  if (counts.unconfirmed !== counts.accepted - (counts.confirmed)) {
    faults.push(
      `unconfirmed must be accepted − confirmed, got ${counts.unconfirmed} and ${
        counts.accepted - counts.confirmed
      }`,
    );
  }
  if (counts.duplicated > counts.completed) {
    faults.push(
      `duplicated must be at most completed, got ${counts.duplicated} and ${counts.completed}`,
    );
  }
  return faults;
}

/**
 * That requests and ledger speak of the same orders, each once.
 *
 * @returns one sentence a fault, with ids; empty when they agree.
 */
export function identityFaults(
  requests: Rows<CountedRequest>,
  rows: Rows<Pick<OrderRow, "order_id">>,
): string[] {
  const faults: string[] = [];
  const { alike, ascending } = compareIds(requests, rows);
  if (alike && ascending) return faults;
  const requestIds = idsOf(requests);
  const rowIds = alike ? requestIds : idsOf(rows);
  if (requestIds.size !== requests.length) {
    faults.push(
      `an order id must be sent once, got ${repeated(requests)} more than once`,
    );
  }
  if (rowIds.size !== rows.length) {
    faults.push(`an order must have one ledger row, got ${repeated(rows)} more than once`);
  }
  if (alike) return faults;
  const missing = [...requestIds].filter((id) => !rowIds.has(id));
  if (missing.length > 0) faults.push(`a request must be in the ledger: ${listed(missing)} is not`);
  const foreign = [...rowIds].filter((id) => !requestIds.has(id));
  if (foreign.length > 0) {
    faults.push(`a ledger row must have a request: ${listed(foreign)} has none`);
  }
  return faults;
}

type Identified = { order_id: string };

function idsOf<T extends Identified>(rows: Rows<T>, wanted?: (row: T) => boolean): Set<string> {
  const ids = new Set<string>();
  for (const row of rows) if (wanted?.(row) ?? true) ids.add(row.order_id);
  return ids;
}

/**
 * Whether both have the same ids in the same order, and whether each of `rows` comes after the one
 * before, the longer after the shorter: then none comes twice, and no set is needed to see it.
 */
function compareIds(requests: Rows<Identified>, rows: Rows<Identified>) {
  let alike = requests.length === rows.length;
  let ascending = true;
  let last = "";
  let index = 0;
  for (const { order_id: id } of rows) {
    alike &&= id === requests.at(index++)!.order_id;
    ascending &&= id.length > last.length || (id.length === last.length && id > last);
    last = id;
  }
  return { alike, ascending };
}

/** Up to five ids, and how many more there are. */
export function listed(ids: readonly string[]): string {
  const more = ids.length - 5;
  return ids.slice(0, 5).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function repeated(rows: Rows<Identified>): string {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { order_id } of rows) {
    if (seen.has(order_id)) twice.add(order_id);
    seen.add(order_id);
  }
  return listed([...twice]);
}
