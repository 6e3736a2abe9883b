/**
 * Who `bench analysis` measures.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { ordersTable } from "../experiments/run/schema.ts";
import type { BenchContext } from "./definition.ts";
import { pythonPackage, reportOf } from "./programs.ts";

/** Names of the subjects, ours first. */
export const SUBJECTS = {
  ours: "spillway",
  pandas: "pandas",
  tuned: "pandas, told columns and types",
} as const;

/** Ours, as a program. */
export const OWN_NOTEBOOKS = new URL("./peers/own_notebooks.ts", import.meta.url).href;
const PANDAS_LEDGER = fileURLToPath(new URL("./peers/pandas_ledger.py", import.meta.url));

/** What a subject says of itself. */
export interface AnalysisReport {
  seconds: number;
  rss_bytes: number;
  /** As far as the subject counts them. */
  rows?: number;
}

/** Somebody who analyses. */
export interface AnalysisSubject {
  name: string;
  version: string;
  analyse(folders: readonly string[], signal: AbortSignal): Promise<AnalysisReport>;
}

/**
 * Notebooks 3 and 4 on the runs that the environment names.
 *
 * @param temporary absolute folder that it may write in.
 */
export function ownNotebooks(
  temporary: string,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<AnalysisReport> {
  const permissions = [
    "--allow-env",
    "--allow-read",
    "--allow-net=127.0.0.1",
    `--allow-write=${temporary}`,
    `--allow-run=${Deno.execPath()}`,
  ];
  const words = [Deno.execPath(), "run", "--quiet", "--no-prompt", ...permissions, OWN_NOTEBOOKS];
  const environment = { SPILLWAY_RUN: "", SPILLWAY_DATA: "", TMPDIR: temporary, ...env };
  return reportOf<AnalysisReport>({ name: SUBJECTS.ours, words, env: environment }, signal);
}

/**
 * Who can be measured here, ours first; and peers that are not installed, with what to do about it.
 *
 * @param temporary as of {@linkcode ownNotebooks}.
 */
export async function analysisSubjects(
  temporary: string,
  { version, signal }: Pick<BenchContext, "version" | "signal">,
): Promise<{ found: AnalysisSubject[]; missing: string[] }> {
  // Kernels fetch their packages when they first need them; that is no analysis.
  await ownNotebooks(temporary, { SPILLWAY_DATA: "example" }, signal);
  const found: AnalysisSubject[] = [{
    name: SUBJECTS.ours,
    version,
    analyse: (folders) => ownNotebooks(temporary, { SPILLWAY_RUN: folders.join() }, signal),
  }];
  const pandas = await pythonPackage("pandas");
  if (pandas === undefined) {
    return { found, missing: ["pandas is not installed: pip install pandas"] };
  }
  for (const [name, options] of [[SUBJECTS.pandas, []], [SUBJECTS.tuned, ["--tuned"]]] as const) {
    found.push({
      name,
      version: pandas,
      analyse(folders) {
        const files = folders.map((folder) => `${folder}/${ordersTable.file}`);
        return reportOf({ name, words: ["python3", PANDAS_LEDGER, ...options, ...files] }, signal);
      },
    });
  }
  return { found, missing: [] };
}
