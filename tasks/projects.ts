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
  /** What its tests may do beyond what all may; `--allow-all` alone, where nothing less will do. */
  permissions: readonly string[];
}

/** All projects; the first is the main one, one inside of another comes after it. */
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
  {
    // A browser is 67 MB: nobody fetches it who only wants the report.
    config: "report/browser/deno.json",
    folders: ["report/browser"],
    // Playwright asks /proc whether this is Windows, and Deno lets only programs look there that may do all.
    permissions: ["--allow-all"],
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
 * assert.equal(projectPaths(["report/browser"])[0]?.project.config, "report/browser/deno.json");
 * ```
 */
export function projectPaths(
  wanted: readonly string[],
): { project: Project; paths: readonly string[] }[] {
  if (wanted.length === 0) {
    return PROJECTS.map((project) => ({ project, paths: project.folders }));
  }
  const [main, ...others] = PROJECTS;
  const isIn = (path: string, folder: string) => `${path}/`.startsWith(`${folder}/`);
  // The innermost: a project may lie in a folder of another.
  const ownerOf = (path: string) =>
    others.findLast(({ folders }) =>
      folders.some((folder) => isIn(path.replace(/^\.\//, "").replace(/\/$/, ""), folder))
    ) ?? main!;
  return [...Map.groupBy(wanted, ownerOf)].map(([project, paths]) => ({
    project,
    paths,
  }));
}
