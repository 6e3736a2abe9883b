/**
 * Runs that may be taken: by name, and by what is wanted.
 *
 * @module
 */
import { catalog } from "../../experiments/catalog/catalog.ts";
import { isFolder, runIds } from "../../experiments/cli/find_run.ts";
import { suggestion } from "../../experiments/cli/suggest.ts";
import { readManifest } from "../../experiments/run/check_run.ts";
import type { Manifest } from "../../experiments/run/manifest.ts";
import { readRun } from "../../experiments/run/read_run.ts";

/** What a notebook wants. */
export interface WantedRun {
  experiment: string;
  /** `local`, `sim` or `aws`; any where absent. */
  target?: string;
  /** `quick` or `original`; any where absent. */
  size?: string;
  /** Trials that it must have planned. */
  trials?: readonly string[];
  /** Only with the settings that the experiment has at its size, none set by hand. */
  unchanged?: boolean;
}

/** Variables: `SPILLWAY_RUN`, `SPILLWAY_DATA`. */
export type Environment = Pick<Deno.Env, "get">;

/** A run that may be taken. */
export interface Candidate {
  path: string;
  manifest: Manifest;
}

/** Folders of runs in an order of preference. */
export function parents(environment: Environment, root: string): string[] {
  const example = `${root}data/example`;
  return takesExample(environment) ? [example] : [`${root}data/runs`, example];
}

function takesExample(environment: Environment): boolean {
  const data = environment.get("SPILLWAY_DATA") ?? "";
  if (data === "" || data === "example") return data === "example";
  throw new TypeError(
    `Cannot choose a run: SPILLWAY_DATA must be example or unset, got ${data}; ` +
      "type SPILLWAY_DATA=example",
  );
}

/** Named runs as wanted, then the completed ones, newest first, in their folders' order. */
export async function allRuns(
  wanted: WantedRun,
  environment: Environment,
  root: string,
): Promise<Candidate[]> {
  const runs = await namedAsWanted(wanted, environment, root);
  for (const parent of parents(environment, root)) {
    for await (const run of completedRuns(parent, wanted)) runs.push(run);
  }
  return runs;
}

/**
 * Runs named in `SPILLWAY_RUN` that are as wanted.
 *
 * @throws {TypeError} if a name is no run's, or a named run of the wanted experiment, target and size lacks a trial
 * that is needed, or was made with other settings: another one is not taken in its place unseen.
 */
export async function namedAsWanted(
  wanted: WantedRun,
  environment: Environment,
  root: string,
): Promise<Candidate[]> {
  const named = await namedRuns(environment, root);
  const alike = named.filter(({ manifest }) => isAlike(manifest, wanted));
  const faults = alike.flatMap(({ manifest }) => {
    const lacks = lacksOf(manifest, wanted);
    return lacks === "" ? [] : [`${manifest.run_id} ${lacks}`];
  });
  if (faults.length === 0) return alike;
  throw new TypeError(
    `Cannot choose a run of ${wanted.experiment}: ${faults.join("; ")}; name another run, or none`,
  );
}

/** The runs that `SPILLWAY_RUN` names: ids or absolute folders, separated by commas. */
export function namesIn(setting = ""): string[] {
  return setting.split(",").map((name) => name.trim()).filter((name) => name !== "");
}

async function namedRuns(environment: Environment, root: string): Promise<Candidate[]> {
  if (takesExample(environment)) return [];
  const ids = namesIn(environment.get("SPILLWAY_RUN"));
  const folders = parents(environment, root);
  const known = (await Promise.all(folders.map(runIds))).flat();
  const found: Candidate[] = [];
  const faults: string[] = [];
  for (const id of ids) {
    const paths = id.startsWith("/") ? [id] : folders.map((parent) => `${parent}/${id}`);
    const unreadable: string[] = [];
    const run = await firstRun(paths, unreadable);
    if (run !== undefined) found.push(run);
    else if (unreadable.length > 0) faults.push(`got ${unreadable.join("; ")}`);
    else faults.push(`got ${id}; type ${instead(id, known)}`);
  }
  if (faults.length === 0) return found;
  throw new TypeError(
    `Cannot choose a run: each of SPILLWAY_RUN must be the id of a run in ${
      folders.join(" or ")
    }, ` +
      `or its absolute folder, ${faults.join("; ")}`,
  );
}

function instead(id: string, known: readonly string[]): string {
  return known.length === 0 ? "deno task experiment phase5" : suggestion(id, known.slice(-5));
}

/** @param unreadable gets each folder that is there and has no manifest that can be read. */
async function firstRun(
  paths: readonly string[],
  unreadable: string[],
): Promise<Candidate | undefined> {
  for (const path of paths) {
    const faults: string[] = [];
    const manifest = await readManifest(path, faults);
    if (manifest !== undefined) return { path: await Deno.realPath(path), manifest };
    if (await isFolder(path)) {
      unreadable.push(`${path}, where ${faults.join("; ")}; type deno task runs check ${path}`);
    }
  }
  return undefined;
}

/** Newest first. */
export async function* completedRuns(parent: string, wanted: WantedRun): AsyncIterable<Candidate> {
  for (const id of (await runIds(parent)).reverse()) {
    const path = `${parent}/${id}`;
    const manifest = await readManifest(path, []);
    if (manifest?.state !== "completed" || !isWanted(manifest, wanted)) continue;
    const run = await readRun(path, []);
    if (run?.summary.every(({ state }) => state === "completed")) {
      yield { path: await Deno.realPath(path), manifest };
    }
  }
}

function isWanted(manifest: Manifest, wanted: WantedRun): boolean {
  return isAlike(manifest, wanted) && lacksOf(manifest, wanted) === "";
}

function isAlike(manifest: Manifest, { experiment, target, size }: WantedRun): boolean {
  return manifest.experiment === experiment &&
    (target === undefined || manifest.target === target) &&
    (size === undefined || manifest.size === size);
}

/** What a run of the right experiment, target and size lacks; empty if nothing. */
function lacksOf(manifest: Manifest, { trials = [], unchanged = false }: WantedRun): string {
  const planned = new Set(manifest.plan.trials.map(({ trial }) => trial));
  const missing = trials.filter((trial) => !planned.has(trial));
  if (missing.length > 0) return `must have the trials ${missing.join(", ")}, it has not`;
  const defined = catalog.find(({ name }) => name === manifest.experiment)?.sizes[manifest.size];
  const changed = Object.entries(defined ?? {})
    .filter(([name, value]) => manifest.settings[name] !== value)
    .map(([name, value]) => `${name} ${value}, got ${manifest.settings[name]}`);
  return unchanged && changed.length > 0 ? `must have ${changed.join(", ")}` : "";
}
