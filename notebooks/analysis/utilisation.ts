/**
 * How busy the payment slots were, and what they completed, while all of them could be busy.
 *
 * Source of both definitions: P. J. Denning and J. P. Buzen, "The operational analysis of queueing network models",
 * Computing Surveys 10 (1978).
 *
 * @module
 */
import type { Figure } from "./figure.ts";
import { measureTrial } from "./measure_trial.ts";
import type { Run } from "./run.ts";
import { COMPLETED_AT_MS, ofTrial, serversOf, type TrialKey } from "./trial.ts";
import { onWindow, type WindowName } from "./windows.ts";

/**
 * Utilisation: busy slot-seconds / slot-seconds of the utilisation window, `Σ |payment ∩ window| / (c |window|)`;
 * `c`: payments that can run at once.
 *
 * The ledger keeps when an order was first started and first completed. So in a trial with duplicates the figure is what
 * was of use, and the slots were busier; and where a worker died within a payment, the wait for the next one counts as
 * busy. `utilisation_ratio` of `summary.csv` is of every payment as it was.
 *
 * @throws {RangeError} if the backlog never reached the number of slots.
 * @example
 * ```ts
 * import { utilisation } from "./utilisation.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal((await utilisation(tiny.run, { trial: "slots-2", repetition: 1 })).value, 1);
 * ```
 */
export async function utilisation(run: Run, key: TrialKey): Promise<Figure> {
  const busy = `least(${COMPLETED_AT_MS}, to_ms) - greatest(started_at_ms::DOUBLE, from_ms)`;
  return await measureTrial(run, key, {
    figure: "the utilisation",
    needs: `the backlog must reach the ${serversOf(run, key)} orders that can be paid at once`,
    unit: "ratio",
    ...await onWindow(
      run,
      key,
      "utilisation",
      ` SELECT sum(greatest(0, ${busy})) / (${serversOf(run, key)} * (to_ms - from_ms)) ` +
        `FROM 'orders.csv', span WHERE ${ofTrial(key)} AND completed_at_ms IS NOT NULL ` +
        "AND started_at_ms IS NOT NULL GROUP BY from_ms, to_ms",
    ),
  });
}

/**
 * Throughput: `X = C / t`, orders/s; `C`: first completions in a window, `t`: its length, s.
 *
 * @param window default: while all slots could be busy.
 * @throws {RangeError} if the trial has no such window.
 * @example
 * ```ts
 * import { throughput } from "./utilisation.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const { value } = await throughput(tiny.run, { trial: "slots-2", repetition: 1 });
 * assert.equal(value.toFixed(2), "38.89"); // seven from 30 ms to 210 ms
 * ```
 */
export async function throughput(
  run: Run,
  key: TrialKey,
  window: WindowName = "utilisation",
): Promise<Figure> {
  return await measureTrial(run, key, {
    figure: `the throughput in the window ${window}`,
    needs: "it must have this window",
    unit: "orders/s",
    ...await onWindow(
      run,
      key,
      window,
      ` SELECT CASE WHEN to_ms > from_ms THEN count(*) FILTER (WHERE ${COMPLETED_AT_MS} ` +
        `BETWEEN from_ms AND to_ms) * 1000 / (to_ms - from_ms) END ` +
        `FROM 'orders.csv', span WHERE ${ofTrial(key)} GROUP BY from_ms, to_ms`,
    ),
  });
}
