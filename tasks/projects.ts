/**
 * The projects of this repository. What the main job never needs has imports and a lock file of its own,
 * because `deno task` fetches all that the lock file beside it names.
 *
 * @module
 */

/** Folders that share their imports. */
export interface Project {
  /** Its `deno.json`. */
  config: string;
  folders: readonly string[];
  /** What its tests may do beyond what all may. */
  permissions: readonly string[];
}

/** All projects; the first is the main one. */
export const PROJECTS: readonly Project[] = [
  {
    config: "deno.json",
    folders: [
      "bench",
      "experiments",
      "infra",
      "links",
      "services",
      "tasks",
      "README.md",
    ],
    permissions: [],
  },
  {
    config: "notebooks/deno.json",
    folders: ["notebooks", "report"],
    // DuckDB is a native library.
    permissions: ["--allow-ffi"],
  },
];

/**
 * Projects with the paths of theirs that are wanted.
 *
 * @param wanted files or folders; empty: all.
 * @example
 * ```ts
 * import { projectPaths } from "./projects.ts";
 * import assert from "node:assert/strict";
 *
 * const [only] = projectPaths(["./notebooks/analysis"]);
 * assert.equal(only?.project.config, "notebooks/deno.json");
 * assert.deepEqual(only?.paths, ["./notebooks/analysis"]);
 * ```
 */
export function projectPaths(
  wanted: readonly string[],
): { project: Project; paths: readonly string[] }[] {
  if (wanted.length === 0) {
    return PROJECTS.map((project) => ({ project, paths: project.folders }));
  }
  const [main, ...others] = PROJECTS;
  const isOf = ({ folders }: Project, path: string) =>
    folders.some((folder) => path.replace(/^\.\//, "").split("/")[0] === folder);
  const ownerOf = (path: string) => others.find((project) => isOf(project, path)) ?? main!;
  return [...Map.groupBy(wanted, ownerOf)].map(([project, paths]) => ({
    project,
    paths,
  }));
}
