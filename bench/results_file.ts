/**
 * The CSV file that a bench writes while it measures.
 *
 * @module
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describeCommit, describeMachine } from "../experiments/run/manifest.ts";
import type { Measurement } from "./definition.ts";
import { resultLines, type ResultOrigin, type ResultRow } from "./results_csv.ts";

/** A file being written. */
export interface ResultsFile {
  /** Appends one row; it is on disk when this returns. */
  append(measurement: Measurement): void;
  readonly rows: readonly ResultRow[];
  close(): void;
}

/** Name of a bench's file, where none is given. */
export function resultsPath(bench: string, now: Date): string {
  const utc = now.toISOString().replace(/[-:]/g, "").replace(/\.\d+/, "");
  return `bench/out/${utc}-${bench}.csv`;
}

/** Makes the file and writes its header; an existing file is replaced. */
export function openResults(path: string, origin: ResultOrigin): ResultsFile {
  Deno.mkdirSync(dirname(path), { recursive: true });
  const file = Deno.openSync(path, { write: true, create: true, truncate: true });
  const rows: ResultRow[] = [];
  const write = (text: string) => {
    for (let bytes = new TextEncoder().encode(text); bytes.length > 0;) {
      bytes = bytes.subarray(file.writeSync(bytes));
    }
  };
  write(resultLines("header"));
  return {
    rows,
    append(measurement) {
      const row = { ...measurement, ...origin };
      rows.push(row);
      write(resultLines([row]));
    },
    close: () => file.close(),
  };
}

/** This machine in a few words: `linux x86_64, 2 × AMD EPYC, 23 GiB`. */
export function machineText(): string {
  const { os, arch, cpu, cores, memory_bytes } = describeMachine();
  return `${os} ${arch}, ${cores} × ${cpu}, ${Math.round(memory_bytes / 2 ** 30)} GiB`;
}

/** The commit, with `+` where the checkout differs from it; `unknown` without git. */
export async function commitText(): Promise<string> {
  const git = await describeCommit(fileURLToPath(new URL("..", import.meta.url)));
  return git ? git.commit.slice(0, 12) + (git.dirty ? "+" : "") : "unknown";
}
