/**
 * What was run, where, from what: as tables and lists that every form of the report shows.
 *
 * @module
 */
import { countText, significant } from "../../experiments/run/format.ts";
import type { Manifest } from "../../experiments/run/manifest.ts";
import type { ResultTable } from "../../notebooks/claims/publish.ts";
import type { Evidence, UsedRun } from "./used_runs.ts";

/** A list of facts under a title. */
export interface FactList {
  title: string;
  facts: readonly (readonly [label: string, text: string])[];
}

/** See the module. */
export interface Provenance {
  runs: ResultTable;
  /** One a run. */
  details: readonly FactList[];
  /** Files outside of runs. */
  files: FactList | undefined;
}

/** Describes evidence. */
export function provenanceOf({ runs, files }: Evidence): Provenance {
  return {
    runs: {
      id: "runs",
      title: "Runs that the figures come from",
      columns: [
        { header: "run", align: "left" },
        { header: "size", align: "left" },
        { header: "time factor" },
        { header: "repetitions" },
        { header: "seed" },
        { header: "commit", align: "left" },
        { header: "state", align: "left" },
      ],
      rows: runs.map(({ manifest, warnings }) => [
        manifest.run_id,
        manifest.size,
        significantOrWhole(manifest.time_factor),
        countText(manifest.repetitions),
        String(manifest.seed),
        commitText(manifest.git, 7),
        warnings.length === 0 ? manifest.state : `${manifest.state}†`,
      ]),
    },
    details: runs.map(runFacts),
    files: files.length === 0 ? undefined : {
      title: "Other files that figures come from, SHA-256",
      facts: files.map(({ path, sha256 }) => [path, sha256] as const),
    },
  };
}

function runFacts({ folder, manifest, warnings }: UsedRun): FactList {
  const { machine, versions, clocks, faults, files } = manifest;
  const list = (record: Record<string, unknown>) =>
    Object.entries(record).map(([name, value]) => `${name} ${String(value)}`).join(", ");
  const facts: [string, string | undefined][] = [
    ["question", manifest.question],
    ["folder", folder],
    ["started", manifest.started_at],
    ["ended", manifest.ended_at],
    ["state", manifest.state],
    ["to be told", warnings.join("; ")],
    ["faults", faults.join("; ")],
    ["commit", commitText(manifest.git)],
    [
      "machine",
      `${machine.cpu}, ${machine.cores} cores, ${
        significant(machine.memory_bytes / 2 ** 30)
      } GiB, ${machine.os} ${machine.release}, ${machine.arch}`,
    ],
    ["versions", list(versions)],
    ["region", manifest.region],
    ["prices of", manifest.price_table_date ?? undefined],
    ["settings", list(manifest.settings)],
    ["warm-up orders", list(manifest.warm_up_orders)],
    ["clocks", clocks.map((clock) => list({ ...clock })).join("; ")],
    ...Object.entries(files).map(([name, { sha256 }]) =>
      [`SHA-256 of ${name}`, sha256] as [string, string]
    ),
  ];
  return {
    title: manifest.run_id,
    facts: facts.filter((fact): fact is [string, string] =>
      fact[1] !== undefined && fact[1] !== ""
    ),
  };
}

function commitText(git: Manifest["git"], length?: number): string {
  if (git === null) return "unknown";
  return `${git.commit.slice(0, length)}${
    git.dirty ? length === undefined ? ", with changes" : "*" : ""
  }`;
}

function significantOrWhole(value: number): string {
  return Number.isInteger(value) ? countText(value) : significant(value);
}
