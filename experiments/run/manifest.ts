/**
 * What a run was: everything needed to judge it and to run it again.
 *
 * @module
 */
import os from "node:os";
import type { ExperimentPlan, Settings, Size } from "../catalog/definition.ts";
import type { ClockSource } from "./ports.ts";

/** How a run ended; `running` until then. */
export type RunState = "running" | "completed" | "failed" | "interrupted";

/** `manifest.json`. */
export interface Manifest {
  run_id: string;
  experiment: string;
  question: string;
  target: string;
  size: Size;
  /** The settings that the plan was made from. */
  settings: Settings;
  plan: ExperimentPlan;
  repetitions: number;
  /** Seeds order bodies, think times and random arrivals. */
  seed: number;
  started_at: string;
  ended_at?: string;
  state: RunState;
  /** Why the run failed, or what it could not do. */
  faults: string[];
  time_factor: number;
  git: { commit: string; dirty: boolean } | null;
  versions: Record<string, string>;
  machine: Machine;
  region: string;
  /** Newest source date in `data/reference/prices.csv`. */
  price_table_date: string | null;
  /** Warm-up orders by trial: sent, drained, and in no table. */
  warm_up_orders: Record<string, number>;
  /** Where each host's times come from, and how far two hosts may differ. */
  clocks: ClockSource[];
  files: Record<string, { sha256: string }>;
}

/** The machine that a run was made on. */
export interface Machine {
  os: string;
  release: string;
  arch: string;
  cpu: string;
  cores: number;
  memory_bytes: number;
}

/** Describes this machine; what may not be asked for is `unknown`. */
export function describeMachine(): Machine {
  const ask = <T>(question: () => T, fallback: T): T => {
    try {
      return question();
    } catch {
      return fallback;
    }
  };
  return {
    os: Deno.build.os,
    release: ask(() => Deno.osRelease(), "unknown"),
    arch: Deno.build.arch,
    cpu: ask(() => os.cpus()[0]?.model ?? "unknown", "unknown"),
    cores: navigator.hardwareConcurrency,
    memory_bytes: ask(() => Deno.systemMemoryInfo().total, 0),
  };
}

/** Commit of the checkout that holds `directory`, or null outside of one or without git. */
export async function describeCommit(directory: string): Promise<Manifest["git"]> {
  const git = async (...args: string[]) => {
    const { success, stdout } = await new Deno.Command("git", {
      args: ["-C", directory, ...args],
      stdin: "null",
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  };
  try {
    const commit = await git("rev-parse", "HEAD");
    if (commit === undefined) return null;
    return { commit, dirty: (await git("status", "--porcelain")) !== "" };
  } catch {
    return null;
  }
}

/** Versions of the runtime and of the libraries that a run's figures depend on. */
export async function describeVersions(root: string): Promise<Record<string, string>> {
  const { imports } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`)) as {
    imports: Record<string, string>;
  };
  const measured = ["fauxqs", "hono", "@aws-sdk/client-sns", "@aws-sdk/client-sqs"];
  return {
    ...Deno.version,
    ...Object.fromEntries(measured.map((name) => [name, imports[name]?.split("@").at(-1) ?? ""])),
  };
}

/** Newest source date in the price table, `YYYY-MM-DD`; null if there is none. */
export async function readPriceTableDate(root: string): Promise<string | null> {
  const text = await Deno.readTextFile(`${root}/data/reference/prices.csv`).catch(() => "");
  const dates = text.match(/\b20\d\d-[01]\d-[0-3]\d\b/g) ?? [];
  return dates.sort().at(-1) ?? null;
}
