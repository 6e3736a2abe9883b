/**
 * Loads on a clock of their own, for tests.
 *
 * @module
 */
import { type FakeClock, fakeClock } from "./fake_clock.ts";
import type { RequestRow } from "./request_row.ts";
import { rowsWhere } from "../collect/rows.ts";
import type { ClosedLoadPlan, LoadPlan, OpenLoadPlan } from "./load_plan.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { type LoadProgress, type LoadResult, runLoad } from "./run_load.ts";
import type { Sender, SendResult } from "./sender.ts";

export const identity = {
  trial: "trial-a",
  repetition: 2,
  path: "queue" as const,
  runStartMs: 1000,
};
export const ACCEPTED: SendResult = { answered: true, status: 202 };

/** Answers after `answerMs`, or gives up when it is told to. */
export function slowSender(clock: FakeClock, answerMs: number, answer = ACCEPTED): Sender {
  return {
    async send(_request, signal) {
      try {
        await clock.sleep(answerMs, signal);
        return answer;
      } catch {
        return { answered: false, ambiguous: true, error: "no answer: aborted" };
      }
    },
  };
}

export interface Setting {
  sender?: (clock: FakeClock) => Sender;
  seed?: number;
  abortAtMs?: number;
  onProgress?: (progress: LoadProgress) => void;
}

/** What a load has come to, its rows in a list. */
export type Loaded = LoadResult & { rows: readonly RequestRow[] };

/** Runs a load from 5 s of the run on. */
export async function loaded(plan: LoadPlan, setting: Setting = {}): Promise<Loaded> {
  const clock = fakeClock(6000);
  const { sender = (clock) => slowSender(clock, 4), seed = 1, abortAtMs, onProgress } = setting;
  const abort = new AbortController();
  if (abortAtMs !== undefined) void clock.sleep(abortAtMs).then(() => abort.abort());
  const deps = {
    clock,
    random: createSeededRandom(seed),
    sender: sender(clock),
    ...(onProgress ? { onProgress } : {}),
  };
  const result = await clock.run(runLoad(plan, identity, deps, abort.signal));
  return { ...result, rows: [...result.rows] };
}

export const open = (
  ratePerS: number,
  durationS: number,
  more: Partial<OpenLoadPlan> = {},
): LoadPlan => ({
  model: "open",
  arrivals: { kind: "constant", ratePerS, durationS },
  ...more,
});

export const users = (more: Partial<ClosedLoadPlan> = {}): LoadPlan => ({
  model: "closed",
  users: 1,
  spawnRatePerS: 10,
  thinkMinMs: 300,
  thinkMaxMs: 300,
  durationS: 1,
  ...more,
});

export const countOf = ({ rows }: Pick<LoadResult, "rows">, outcome: string) =>
  rowsWhere(rows, (row) => row.outcome === outcome).length;
