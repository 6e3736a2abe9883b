/**
 * The closed loop: users who order, wait for the answer, think, and order again. When the service is
 * slow they order less, which is why it cannot show what an open loop shows.
 *
 * @module
 */
import type { SeededRandom } from "../../services/orders/seeded_random.ts";
import type { Clock, Random } from "../../services/orders/ports.ts";
import { type ClosedLoadPlan, GRACE_MS_DEFAULT } from "./load_plan.ts";
import type { RequestLog } from "./request_log.ts";
import { sleptThrough } from "./slept_through.ts";

/**
 * Lets the plan's users order; returns when all orders are answered or given up.
 *
 * @param signal interrupts: what is in flight is given up, what was about to be sent noted as unsent.
 */
export async function closedLoop(
  plan: ClosedLoadPlan,
  log: RequestLog,
  { clock, random }: { clock: Clock; random: SeededRandom },
  signal: AbortSignal,
): Promise<void> {
  const { stop = "abort", graceMs = GRACE_MS_DEFAULT } = plan;
  const startMs = clock.now();
  const endMs = startMs + plan.durationS * 1000;

  async function user(index: number, own: Random): Promise<void> {
    const name = `user-${index + 1}`;
    let dueMs = startMs + index * 1000 / plan.spawnRatePerS;
    while (dueMs < endMs) {
      const thinkMs = dueMs - clock.now();
      // Without a think time no timer is waited for: the shortest takes more than a millisecond.
      const awake = thinkMs > 0 ? await sleptThrough(clock, thinkMs, signal) : !signal.aborted;
      if (!awake) return log.unsent(dueMs, name, "interrupted");
      // A timer can fire late by more than was left of the load.
      if (log.stopped) return log.unsent(dueMs, name, "the load ended first");
      await new Promise<void>((resolve) => log.send(dueMs, name, own, resolve));
      if (log.stopped) return;
      const thoughtMs = plan.thinkMinMs + own.next() * (plan.thinkMaxMs - plan.thinkMinMs);
      dueMs = clock.now() + thoughtMs;
    }
  }

  const users = Array.from(
    { length: plan.users },
    (_, index) => user(index, random.fork(`user-${index + 1}`)),
  );
  await sleptThrough(clock, endMs - clock.now(), signal);
  if (!signal.aborted) {
    if (stop === "abort") log.stop("aborted at end of load");
    else if (!await log.settled(graceMs, signal) && !signal.aborted) {
      log.stop(`no answer within ${graceMs} ms of the load's end`);
    }
  }
  if (signal.aborted) log.stop("interrupted");
  await Promise.all(users);
}
