/**
 * The embedded cloud for the length of a bench.
 *
 * @module
 */
import { untilAborted } from "../experiments/run/until_aborted.ts";
import { type LocalTarget, startLocalTarget } from "../infra/local/local_target.ts";
import type { BenchContext } from "./definition.ts";

/**
 * Runs `body` with a cloud that ends with it, whatever happens; the bench's own AWS is left running.
 *
 * @throws also when the cloud ends before `body`.
 */
export async function withCloud<T>(
  { aws, say, signal }: Pick<BenchContext, "aws" | "say" | "signal">,
  body: (target: LocalTarget) => Promise<T>,
): Promise<T> {
  const starting = startLocalTarget({ ...(aws && { aws }), onTrouble: say });
  const target = await untilAborted(starting, signal).catch(async (error) => {
    await starting.then((late) => late.teardown(), () => {});
    throw error;
  });
  try {
    return await Promise.race([body(target), target.failed]);
  } finally {
    await target.teardown();
  }
}
