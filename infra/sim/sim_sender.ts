/**
 * The sender of a simulated trial: requests go to the API's use-case, with the network's time there and
 * back, and end as they do over HTTP.
 *
 * @module
 */
import { TIMEOUT_MS_DEFAULT } from "../../experiments/load/load_plan.ts";
import type { SendResult } from "../../experiments/load/sender.ts";
import type { TrialSender } from "../../experiments/run/ports.ts";
import type { OrderAnswer } from "../../services/api/take_order.ts";
import { createLine, type Place } from "../../services/orders/line.ts";
import type { OrderPath } from "../../services/orders/ledger_event.ts";
import type { Draw } from "./models/draw.ts";
import { onAbort } from "./on_abort.ts";
import type { SeededRandom } from "../../services/orders/seeded_random.ts";
import type { SimApi } from "./sim_api.ts";
import type { VirtualClock } from "./virtual_clock.ts";

/** What a sender needs. */
export interface SimSenderDeps {
  clock: VirtualClock;
  random: SeededRandom;
  /** Client to API and back. */
  requestMs: Draw;
  /** The API process that listens now. */
  api(): SimApi;
  path: OrderPath;
  /** Longest wait for an answer, milliseconds; default 60,000, as over HTTP. */
  timeoutMs?: number | undefined;
}

interface Flight {
  body: string;
  deadlineMs: number;
  /** One way. */
  wayMs: number;
  signal: AbortSignal | undefined;
  end(result: SendResult): void;
  /** What the API sees of the connection, once it asks. */
  connection: AbortController | undefined;
  disconnected: boolean;
}

/** A sender as over HTTP. */
export function simSender(deps: SimSenderDeps): TrialSender {
  const { clock, random, requestMs, path, timeoutMs = TIMEOUT_MS_DEFAULT } = deps;
  const kind = path === "sync" ? "sync" : "async";
  /** In the order of sending, which is the order of deadlines. */
  const flights = createLine<Flight>();
  const watched = new WeakSet<AbortSignal>();
  let alarm: (() => boolean) | undefined;
  let closed = false;

  function finish(place: Place<Flight>, result: SendResult): void {
    if (!flights.remove(place)) return;
    if (flights.length === 0) {
      alarm?.();
      alarm = undefined;
    }
    place.item.end(result);
  }

  /** The client goes away; the API hears of it one way later, and works on until then. */
  function giveUp(place: Place<Flight>, why: string): void {
    const flight = place.item;
    finish(place, { answered: false, ambiguous: true, error: `no answer: ${why}` });
    clock.scheduleAt(clock.now() + flight.wayMs, () => {
      flight.disconnected = true;
      flight.connection?.abort(new Error("the connection was closed"));
    });
  }

  function watch(): void {
    const { first } = flights;
    if (alarm !== undefined || first === undefined) return;
    alarm = clock.scheduleAt(first.deadlineMs, () => {
      alarm = undefined;
      for (const place of flights.places()) {
        if (place.item.deadlineMs > clock.now()) break;
        giveUp(place, `timed out after ${timeoutMs} ms`);
      }
      watch();
    });
  }

  function watchSignal(signal: AbortSignal): void {
    if (watched.has(signal)) return;
    watched.add(signal);
    onAbort(signal, () => {
      for (const place of flights.places()) {
        if (place.item.signal === signal) giveUp(place, "aborted");
      }
    });
  }

  /** The answer on its way back. */
  function back(place: Place<Flight>, result: SendResult): void {
    const atMs = clock.now() + place.item.wayMs;
    clock.scheduleAt(atMs, () => finish(place, result), ANSWER_WAITER);
  }

  function arrive(place: Place<Flight>): void {
    const flight = place.item;
    const api = deps.api();
    if (!api.listening) {
      return back(place, {
        answered: false,
        ambiguous: false,
        error: "not sent: connection refused",
      });
    }
    const request = {
      read: () => Promise.resolve(flight.body),
      signal() {
        flight.connection ??= new AbortController();
        if (flight.disconnected) flight.connection.abort(new Error("the connection was closed"));
        return flight.connection.signal;
      },
    };
    const onReset = () =>
      back(place, { answered: false, ambiguous: true, error: "no answer: connection reset" });
    api.take(kind, request, onReset).then((answer) => back(place, resultOf(answer)));
  }

  return {
    send(request, signal, onSent) {
      if (closed || signal?.aborted) {
        const why = closed ? "sender closed" : "aborted";
        return Promise.resolve({ answered: false, ambiguous: false, error: `not sent: ${why}` });
      }
      return new Promise((end) => {
        const flight: Flight = {
          body: request.body,
          deadlineMs: clock.now() + timeoutMs,
          wayMs: requestMs(random) / 2,
          signal,
          end,
          connection: undefined,
          disconnected: false,
        };
        const place = flights.add(flight);
        if (signal) watchSignal(signal);
        watch();
        onSent?.();
        clock.scheduleAt(clock.now() + flight.wayMs, () => arrive(place), ANSWER_WAITER);
      });
    },
    connect: () => Promise.resolve(),
    close() {
      closed = true;
      for (const place of flights.places()) giveUp(place, "sender closed");
    },
  };
}

/** Who waits while a request is under way. */
const ANSWER_WAITER = "client calls the API";

function resultOf(answer: OrderAnswer): SendResult {
  return answer.status === 200 || answer.status === 202
    ? { answered: true, status: answer.status }
    : { answered: true, status: answer.status, error: JSON.stringify({ error: answer.error }) };
}
