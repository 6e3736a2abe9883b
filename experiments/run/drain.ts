/**
 * Watching a queue run empty.
 *
 * @module
 */
import type { Clock } from "../../services/orders/ports.ts";
import type { QueueDepth } from "./ports.ts";
import type { StageProgress } from "./progress.ts";

/** See {@linkcode watchDrain}. */
export interface DrainWatch {
  clock: Clock;
  depth(): Promise<QueueDepth>;
  /** Milliseconds between looks, > 0. */
  everyMs: number;
  /** Seconds after which to give up. */
  deadlineS: number;
  /** Looks in a row that must find nothing: attributes are approximate on AWS. */
  emptyLooks: number;
  onProgress(progress: StageProgress): void;
}

/** How a drain ended. */
export type DrainEnd = "drained" | "deadline";

/** Messages that are neither deleted nor dead-lettered. */
export function queued({ visible, notVisible, delayed }: QueueDepth): number {
  return visible + notVisible + delayed;
}

/**
 * Waits until a queue holds nothing, or until the deadline.
 *
 * @throws the signal's reason when aborted; what `depth` throws.
 */
export async function watchDrain(watch: DrainWatch, signal: AbortSignal): Promise<DrainEnd> {
  const { clock } = watch;
  const startedAtMs = clock.now();
  const looks: { atMs: number; left: number }[] = [];
  let empty = 0;
  let peak = 0;
  while (true) {
    const left = queued(await watch.depth());
    const atMs = clock.now();
    peak = Math.max(peak, left);
    looks.push({ atMs, left });
    // A rate over the last ten seconds follows a change of pace, and is not shaken by one look.
    while (looks.length > 2 && looks[0]!.atMs < atMs - 10_000) looks.shift();
    watch.onProgress(drainProgress(looks, peak));
    empty = left === 0 ? empty + 1 : 0;
    if (empty >= watch.emptyLooks) return "drained";
    if (atMs - startedAtMs >= watch.deadlineS * 1000) return "deadline";
    await clock.sleep(watch.everyMs, signal);
  }
}

function drainProgress(looks: readonly { atMs: number; left: number }[], peak: number) {
  const first = looks[0]!;
  const last = looks.at(-1)!;
  const elapsedS = (last.atMs - first.atMs) / 1000;
  const ratePerS = elapsedS > 0 ? Math.max(0, (first.left - last.left) / elapsedS) : 0;
  return {
    done: peak - last.left,
    total: peak,
    ...(ratePerS > 0 ? { ratePerS, etaS: last.left / ratePerS } : {}),
  };
}
