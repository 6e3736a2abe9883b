/**
 * What the user sees while a run goes on: one line a trial, redrawn in place on a terminal; elsewhere
 * one line a stage.
 *
 * @module
 */
import cliProgress from "cli-progress";
import { countText, etaText, significant } from "./format.ts";

/** What a trial is doing. */
export type Stage =
  | "preparing"
  | "warming"
  | "loading"
  | "draining"
  | "collecting"
  | "done";

/** How far a stage is. */
export interface StageProgress {
  /** Done of `total`: orders sent while loading, orders no longer queued while draining. */
  done: number;
  total: number;
  /** Per second, lately. */
  ratePerS?: number;
  /** Seconds that the stage still takes. */
  etaS?: number;
}

/** Where progress goes. */
export interface Progress {
  /** A line that stays. */
  note(text: string): void;
  /** A trial has entered a stage, or got on in it. */
  update(trial: string, stage: Stage, progress?: StageProgress): void;
  /** Removes the live part. */
  stop(): void;
}

/** How often a terminal is redrawn, at most. */
const REDRAWS_PER_S = 10;

/** Says nothing. */
export const silentProgress: Progress = { note() {}, update() {}, stop() {} };

/** One line a note and a stage; for files and pipes. */
export function lineProgress(print: (line: string) => void): Progress {
  const stages = new Map<string, Stage>();
  return {
    note: (text) => print(`  ${text}`),
    update(trial, stage, progress) {
      if (stages.get(trial) === stage) return;
      stages.set(trial, stage);
      print(
        `  ${stage.padEnd(10)} ${trial}${progress === undefined ? "" : ` · ${words(progress)}`}`,
      );
    },
    stop() {},
  };
}

function words({ total, etaS }: StageProgress): string {
  const eta = etaS === undefined ? "" : `, ${etaText(etaS)}`;
  return `${countText(total)} orders${eta}`;
}

/** Redraws in place on a terminal. */
export function terminalProgress(stream: NodeJS.WritableStream): Progress {
  const bars = new cliProgress.MultiBar({
    stream,
    fps: REDRAWS_PER_S,
    format: "  {stage} {trial} {bar} {text}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: false,
    forceRedraw: true,
    emptyOnZero: true,
    gracefulExit: false,
  });
  const lines = new Map<string, cliProgress.SingleBar>();
  let stopped = false;
  return {
    note: (text) => void (stopped ? stream.write(`  ${text}\n`) : bars.log(`  ${text}\n`)),
    update(trial, stage, progress) {
      const total = Math.max(1, progress?.total ?? 1);
      const done = stage === "done" ? total : Math.min(total, progress?.done ?? 0);
      const payload = {
        stage: stage.padEnd(10),
        trial: trial.padEnd(24),
        text: progress === undefined ? "" : liveWords(progress),
      };
      const line = lines.get(trial);
      if (line === undefined) {
        lines.set(trial, bars.create(total, done, payload));
      } else {
        line.setTotal(total);
        line.update(done, payload);
      }
    },
    stop() {
      // A second stop would draw all lines again, below the result.
      if (!stopped) bars.stop();
      stopped = true;
    },
  };
}

function liveWords({ done, total, ratePerS, etaS }: StageProgress): string {
  return [
    `${countText(done)} of ${countText(total)}`,
    ratePerS === undefined ? [] : [`${significant(ratePerS)}/s`],
    etaS === undefined ? [] : [etaText(etaS)],
  ].flat().join("   ");
}
