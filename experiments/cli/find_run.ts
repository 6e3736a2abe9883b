/**
 * Runs by what a user types for them.
 *
 * @module
 */
import type { Fault } from "./fail.ts";
import { suggestion } from "./suggest.ts";

/** Where the runs are that come with the project. */
export const EXAMPLE = "data/example";

/** Ids of all runs below `parent`, oldest first; none if there is no such folder. */
export async function runIds(parent: string): Promise<string[]> {
  const ids: string[] = [];
  try {
    for await (const entry of Deno.readDir(parent)) if (entry.isDirectory) ids.push(entry.name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return ids.sort();
}

/**
 * The folder of a run.
 *
 * @param parent where runs are.
 * @param id an id, an unambiguous part of one, `latest`, the whole id of a run in {@linkcode EXAMPLE}, or a folder.
 * @param wanted what the run is for, as a verb: begins the fault's message.
 * @param faults gets the reason where there is no such run, or more than one.
 */
export async function findRun(
  parent: string,
  id: string,
  wanted: string,
  faults: Fault[],
): Promise<string | undefined> {
  const ids = await runIds(parent);
  const matches = ids.includes(id)
    ? [id]
    : id === "latest"
    ? ids.slice(-1)
    : ids.filter((name) => name.includes(id));
  if (matches.length === 1) return `${parent}/${matches[0]}`;
  if (matches.length === 0 && (await runIds(EXAMPLE)).includes(id)) return `${EXAMPLE}/${id}`;
  if (matches.length === 0 && id.includes("/") && await isFolder(id)) return id;
  faults.push({
    wanted,
    rule: matches.length === 0
      ? `there must be such a run in ${parent}`
      : "the id must be unambiguous",
    value: id,
    instead: matches.length > 0
      ? `one of ${matches.slice(-3).join(", ")}`
      : ids.length > 0
      ? suggestion(id, ids.slice(-5))
      : "deno task experiment phase5",
  });
  return undefined;
}

/** Whether there is a folder of this path. */
export async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
}
