/**
 * The open loop: every order goes out at its time, however slow the answers are.
 *
 * @module
 */
import type { SeededRandom } from "../../services/orders/seeded_random.ts";
import type { Clock } from "../../services/orders/ports.ts";
import { arrivalTimes } from "./arrivals.ts";
import { GRACE_MS_DEFAULT, IN_FLIGHT_MAX_DEFAULT, type OpenLoadPlan } from "./load_plan.ts";
import type { RequestLog } from "./request_log.ts";
import { sleptThrough } from "./slept_through.ts";

/** Sends in a row before answers are looked at, so that a late generator is not a deaf one. */
const SENDS_PER_TURN = 256;
const SENDER = "arrivals";

/**
 * Sends the plan's orders; returns when all are answered or given up.
 *
 * @param signal interrupts: what is in flight is given up, the rest noted as unsent.
 */
export async function openLoop(
  plan: OpenLoadPlan,
  log: RequestLog,
  { clock, random }: { clock: Clock; random: SeededRandom },
  signal: AbortSignal,
): Promise<void> {
  const { inFlightMax = IN_FLIGHT_MAX_DEFAULT, graceMs = GRACE_MS_DEFAULT } = plan;
  // Times and contents each have draws of their own: how late an order goes out changes neither.
  const times = arrivalTimes(plan.arrivals, random.fork("arrivals"));
  const contents = random.fork("contents");
  const startMs = clock.now();
  let next = times.next();

  function sendDue(): void {
    if (signal.aborted) return;
    for (let sends = 0; sends < SENDS_PER_TURN && !next.done; sends++) {
      const dueMs = startMs + next.value;
      if (dueMs > clock.now()) return;
      if (log.counts.inFlight < inFlightMax) log.send(dueMs, SENDER, contents, sendDue);
      else log.unsent(dueMs, SENDER, `${inFlightMax} orders in flight (in_flight_max)`);
      next = times.next();
    }
  }

  // An answer wakes the generator as well as its timer does, and timers are coarse.
  for (sendDue(); !next.done; sendDue()) {
    if (!await sleptThrough(clock, startMs + next.value - clock.now(), signal)) break;
  }
  if (!signal.aborted && !await log.settled(graceMs, signal) && !signal.aborted) {
    log.stop(`no answer within ${graceMs} ms of the load's end`);
  }
  if (signal.aborted) log.stop("interrupted");
  for (; !next.done; next = times.next()) log.unsent(startMs + next.value, SENDER, "interrupted");
}
