/**
 * The runs and files that claims come from, and what a reader must be told of them.
 *
 * @module
 */
import type { Manifest } from "../../experiments/run/manifest.ts";
import { sha256 } from "../../experiments/run/sha256.ts";
import { openRun } from "../../notebooks/analysis/run.ts";
import type { Claim } from "../../notebooks/claims/claim.ts";
import { parentsOf } from "../../notebooks/claims/claim.ts";

/** A run that claims come from. */
export interface UsedRun {
  /** As claims name it, relative to the repository. */
  folder: string;
  manifest: Manifest;
  /** Empty of a sound run. */
  warnings: readonly string[];
}

/** A file outside of runs that claims come from. */
export interface UsedFile {
  path: string;
  sha256: string;
}

/** Everything that claims come from. */
export interface Evidence {
  runs: readonly UsedRun[];
  files: readonly UsedFile[];
}

/** Folders of CSV files that claims come from, and files of assumptions; each once, sorted. */
export function evidencePaths(
  claims: Iterable<Claim>,
): { folders: Map<string, Set<string>>; files: string[] } {
  const folders = new Map<string, Set<string>>();
  const files = new Set<string>();
  for (const { source } of claims) {
    if (source.kind === "assumption") files.add(source.file);
    if (source.kind !== "rows") continue;
    folders.set(source.folder, (folders.get(source.folder) ?? new Set()).add(source.file));
  }
  return { folders: new Map([...folders].sort()), files: [...files].sort() };
}

/**
 * Opens what claims come from.
 *
 * @param root of the repository.
 * @throws {TypeError} if a run cannot be opened, or a file is not there: a source must exist.
 */
export async function readEvidence(root: string, claims: Iterable<Claim>): Promise<Evidence> {
  const { folders, files } = evidencePaths(claims);
  const absolute = (path: string) => path.startsWith("/") ? path : `${root}/${path}`;
  const runs: UsedRun[] = [];
  const others = new Set(files);
  for (const [folder, names] of folders) {
    const isRun = await Deno.stat(`${absolute(folder)}/manifest.json`).then(
      () => true,
      () => false,
    );
    if (isRun) runs.push(await readUsedRun(folder, absolute(folder)));
    else for (const name of names) others.add(`${folder}/${name}`);
  }
  const hashed = await Promise.all(
    [...others].sort().map(async (path) => ({
      path,
      sha256: await sha256(absolute(path)).catch(() => {
        throw new TypeError(
          `Cannot build the report: claims come from ${path}, which must be there`,
        );
      }),
    })),
  );
  return { runs, files: hashed };
}

/**
 * Which of the runs that were named no claim comes from.
 *
 * @param names ids, or absolute folders.
 */
export function untaken(names: readonly string[], runs: readonly UsedRun[]): string[] {
  return names.filter((name) =>
    !runs.some(({ folder }) =>
      folder === name || (!name.startsWith("/") && folder.endsWith(`/${name}`))
    )
  );
}

async function readUsedRun(folder: string, path: string): Promise<UsedRun> {
  const run = await openRun(path);
  try {
    return { folder, manifest: run.manifest, warnings: [...run.warnings, ...await run.changed] };
  } finally {
    run.tables.close();
  }
}

/**
 * What a reader must be told of a claim: the warnings of all runs that it was computed from, however far
 * back, each with its run's id.
 */
export function warningsOf(
  claim: Claim,
  claims: ReadonlyMap<string, Claim>,
  runs: readonly UsedRun[],
): string[] {
  const seen = new Set<string>();
  const warnings = new Set<string>();
  const look = (at: Claim) => {
    if (seen.has(at.id)) return;
    seen.add(at.id);
    const { source } = at;
    const run = source.kind === "rows"
      ? runs.find(({ folder }) => folder === source.folder)
      : undefined;
    run?.warnings.forEach((warning) => warnings.add(`${run.manifest.run_id}: ${warning}`));
    for (const id of parentsOf(at)) {
      const parent = claims.get(id);
      if (parent !== undefined) look(parent);
    }
  };
  look(claim);
  return [...warnings];
}
