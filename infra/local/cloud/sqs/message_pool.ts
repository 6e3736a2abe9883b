/**
 * The messages of one standard queue and the state each is in: visible, delayed or leased. Time comes
 * in with each call, so that the rules can be tested without waiting.
 *
 * @module
 */
import { createDueHeap } from "./due_heap.ts";
import { createRing } from "./ring.ts";

/** A message in the pool. */
export interface Held<M> {
  /** Absent once the message is gone, so that what still points here does not keep its body. */
  message: M | undefined;
  state: "visible" | "delayed" | "leased" | "gone";
  /** When the queue took it. */
  readonly enteredAtMs: number;
  /** Names the message within this pool. */
  readonly sequence: number;
  /** Receives from this queue; unlike the message's own count it starts at 0 in a dead-letter queue. */
  receives: number;
  /** When its delay or lease ends. */
  dueAtMs: number;
  /** When its present lease began, extensions included. */
  leasedAtMs: number;
}

/** How many messages are in which state. */
export interface Depths {
  visible: number;
  notVisible: number;
  delayed: number;
}

/** See {@linkcode createMessagePool}. */
export interface MessagePool<M> {
  /** Adds a message, visible once `visibleAtMs` is past. */
  put(message: M, nowMs: number, visibleAtMs: number): void;
  /** Leases the first visible message until `nowMs + leaseMs`; a lease of 0 makes it visible again at the next step. */
  take(nowMs: number, leaseMs: number): Held<M> | undefined;
  /** Undoes a take whose message never left: first in line again, and not counted as a receive. */
  untake(held: Held<M>): void;
  /** Ends a lease `leaseMs` from now instead. */
  setLease(held: Held<M>, nowMs: number, leaseMs: number): void;
  /** Removes a message for good, in whatever state. */
  remove(held: Held<M>): void;
  /** The message that a receipt's sequence number names, unless it is gone. */
  find(sequence: number): Held<M> | undefined;
  /** Makes visible what is due at `nowMs`. */
  advance(nowMs: number): void;
  /** Removes what came `retentionMs` ago or earlier. Not for every call: it may walk over gaps. */
  expire(nowMs: number, retentionMs: number): void;
  /** When the next delay or lease ends; may be early, never late. */
  nextDueAtMs(): number | undefined;
  depths(): Depths;
  /** When the oldest message came that has been received fewer than `receivesMax` times. */
  oldestEnteredAtMs(receivesMax: number): number | undefined;
  clear(): void;
}

/** An empty pool. */
export function createMessagePool<M>(): MessagePool<M> {
  const live = new Map<number, Held<M>>();
  const visible = createRing<Held<M>>();
  const due = createDueHeap<Held<M>>();
  // A Map keeps insertion order, so `live` is also the list of messages from oldest to newest.
  const depths: Depths = { visible: 0, notVisible: 0, delayed: 0 };
  let sequence = 0;

  function leave(held: Held<M>): void {
    if (held.state === "visible") depths.visible -= 1;
    else if (held.state === "leased") depths.notVisible -= 1;
    else if (held.state === "delayed") depths.delayed -= 1;
  }

  function show(held: Held<M>, place: "front" | "back"): void {
    leave(held);
    held.state = "visible";
    depths.visible += 1;
    if (place === "front") visible.unshift(held);
    else visible.push(held);
  }

  function remove(held: Held<M>): void {
    if (held.state === "gone") return;
    leave(held);
    held.state = "gone";
    held.message = undefined;
    live.delete(held.sequence);
  }

  function schedule(held: Held<M>, dueAtMs: number): void {
    held.dueAtMs = dueAtMs;
    due.add(dueAtMs, held);
  }

  return {
    put(message, nowMs, visibleAtMs) {
      const held: Held<M> = {
        message,
        state: "gone",
        enteredAtMs: nowMs,
        sequence: sequence++,
        receives: 0,
        dueAtMs: 0,
        leasedAtMs: 0,
      };
      live.set(held.sequence, held);
      if (visibleAtMs <= nowMs) return show(held, "back");
      held.state = "delayed";
      depths.delayed += 1;
      schedule(held, visibleAtMs);
    },
    take(nowMs, leaseMs) {
      for (let held = visible.shift(); held !== undefined; held = visible.shift()) {
        // Deleted while it stood in line.
        if (held.state !== "visible") continue;
        leave(held);
        held.state = "leased";
        depths.notVisible += 1;
        held.receives += 1;
        held.leasedAtMs = nowMs;
        schedule(held, nowMs + leaseMs);
        return held;
      }
      return undefined;
    },
    untake(held) {
      if (held.state !== "leased") return;
      held.receives -= 1;
      show(held, "front");
    },
    setLease(held, nowMs, leaseMs) {
      if (leaseMs === 0) show(held, "back");
      else schedule(held, nowMs + leaseMs);
    },
    remove,
    find: (wanted) => live.get(wanted),
    advance(nowMs) {
      for (let next = due.takeDue(nowMs); next !== undefined; next = due.takeDue(nowMs)) {
        const { item: held, dueAtMs } = next;
        const waits = held.state === "leased" || held.state === "delayed";
        // An extended lease leaves its earlier end in the heap.
        if (waits && held.dueAtMs === dueAtMs) show(held, "back");
      }
    },
    expire(nowMs, retentionMs) {
      for (const held of live.values()) {
        if (held.enteredAtMs + retentionMs > nowMs) break;
        remove(held);
      }
    },
    nextDueAtMs: () => due.nextDueAtMs(),
    depths: () => ({ ...depths }),
    oldestEnteredAtMs(receivesMax) {
      for (const held of live.values()) if (held.receives < receivesMax) return held.enteredAtMs;
      return undefined;
    },
    clear() {
      for (const held of live.values()) {
        held.state = "gone";
        held.message = undefined;
      }
      live.clear();
      visible.clear();
      due.clear();
      Object.assign(depths, { visible: 0, notVisible: 0, delayed: 0 });
    },
  };
}
