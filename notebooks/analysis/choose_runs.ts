/**
 * Which runs a notebook takes: those named in `SPILLWAY_RUN`, else the newest completed one, of
 * `data/runs` before `data/example`.
 *
 * @module
 */
import { runIds } from "../../experiments/cli/find_run.ts";
import { suggestion } from "../../experiments/cli/suggest.ts";
import { readManifest } from "../../experiments/run/check_run.ts";
import type { Manifest } from "../../experiments/run/manifest.ts";
import { readRun } from "../../experiments/run/read_run.ts";
import { openRun, ROOT, type Run } from "./run.ts";

/** What a notebook wants. */
export interface WantedRun {
  experiment: string;
  /** `local`, `sim` or `aws`; any where absent. */
  target?: string;
  /** `quick` or `original`; any where absent. */
  size?: string;
}

/** A local run, and the simulated one of the same settings. */
export interface Pair<T> {
  local: T;
  sim: T;
}

/** Variables: `SPILLWAY_RUN`, `SPILLWAY_DATA`. */
export type Environment = Pick<Deno.Env, "get">;

/** A run that may be taken. */
interface Candidate {
  path: string;
  manifest: Manifest;
}

/** Folders of runs in an order of preference. */
function parents(environment: Environment, root: string): string[] {
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

/**
 * The run that a notebook takes.
 *
 * A run named in `SPILLWAY_RUN` (ids or absolute folders, separated by commas) that is as wanted comes first,
 * whatever its state. Otherwise it is the newest run of which every trial was completed, in `data/runs`, else
 * in `data/example`. `SPILLWAY_DATA=example` allows only the latter, and `SPILLWAY_RUN` is ignored.
 *
 * @param root folder that holds `data/`, ending in `/`.
 * @returns absolute path.
 * @throws {TypeError} if a named run does not exist, or there is none as wanted; says what to type.
 * @example
 * ```ts
 * import { chooseRun } from "./choose_runs.ts";
 * import { writeTinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * const root = `${await Deno.makeTempDir()}/`;
 * const path = await writeTinyRun(`${root}data/runs`);
 * const environment = { get: () => undefined };
 * assert.equal(await chooseRun({ experiment: "phase5" }, environment, root), path);
 * await Deno.remove(root, { recursive: true });
 * ```
 */
export async function chooseRun(
  wanted: WantedRun,
  environment: Environment = Deno.env,
  root = ROOT,
): Promise<string> {
  const named = (await namedRuns(environment, root)).find(({ manifest }) =>
    isWanted(manifest, wanted)
  );
  if (named !== undefined) return named.path;
  for (const parent of parents(environment, root)) {
    for await (const { path } of completedRuns(parent, wanted)) return path;
  }
  throw new TypeError(noneText(wanted, parents(environment, root)));
}

/**
 * The newest local run of which there is a simulated one of the same settings, and that one; named runs first.
 *
 * @returns absolute paths.
 * @throws {TypeError} as {@linkcode chooseRun}.
 */
export async function choosePair(
  experiment: string,
  { size }: Pick<WantedRun, "size"> = {},
  environment: Environment = Deno.env,
  root = ROOT,
): Promise<Pair<string>> {
  const wanted = { experiment, ...(size === undefined ? {} : { size }) };
  const locals = await allRuns({ ...wanted, target: "local" }, environment, root);
  const sims = await allRuns({ ...wanted, target: "sim" }, environment, root);
  for (const local of locals) {
    const sim = sims.find(({ manifest }) => isSameLoad(manifest, local.manifest));
    if (sim !== undefined) return { local: local.path, sim: sim.path };
  }
  if (locals.length === 0) {
    throw new TypeError(noneText({ ...wanted, target: "local" }, parents(environment, root)));
  }
  throw new TypeError(
    `Cannot choose a pair of ${experiment}: there must be a sim run of the settings of ` +
      `${locals[0]!.manifest.run_id}, there is none; type ` +
      commandOf({ experiment, target: "sim", size: locals[0]!.manifest.size }),
  );
}

/**
 * {@linkcode chooseRun}, opened.
 *
 * @example
 * ```ts
 * import { openRunFor } from "./choose_runs.ts";
 * import { writeTinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * const root = `${await Deno.makeTempDir()}/`;
 * await writeTinyRun(`${root}data/runs`);
 * const run = await openRunFor({ experiment: "phase5" }, { get: () => undefined }, root);
 * assert.equal(run.summary.length, 1);
 * run.tables.close();
 * await Deno.remove(root, { recursive: true });
 * ```
 */
export async function openRunFor(
  wanted: WantedRun,
  environment: Environment = Deno.env,
  root = ROOT,
): Promise<Run> {
  return await openRun(await chooseRun(wanted, environment, root));
}

/** {@linkcode choosePair}, opened. */
export async function openPair(
  experiment: string,
  wanted: Pick<WantedRun, "size"> = {},
  environment: Environment = Deno.env,
  root = ROOT,
): Promise<Pair<Run>> {
  const paths = await choosePair(experiment, wanted, environment, root);
  const local = await openRun(paths.local);
  try {
    return { local, sim: await openRun(paths.sim) };
  } catch (error) {
    local.tables.close();
    throw error;
  }
}

/** Named runs as wanted, then the completed ones, newest first, in their folders' order. */
async function allRuns(
  wanted: WantedRun,
  environment: Environment,
  root: string,
): Promise<Candidate[]> {
  const named = await namedRuns(environment, root);
  const runs = named.filter(({ manifest }) => isWanted(manifest, wanted));
  for (const parent of parents(environment, root)) {
    for await (const run of completedRuns(parent, wanted)) runs.push(run);
  }
  return runs;
}

async function namedRuns(environment: Environment, root: string): Promise<Candidate[]> {
  if (takesExample(environment)) return [];
  const ids = (environment.get("SPILLWAY_RUN") ?? "").split(",").map((id) => id.trim());
  const folders = parents(environment, root);
  const found: Candidate[] = [];
  const faults: string[] = [];
  for (const id of ids.filter((id) => id !== "")) {
    const paths = id.startsWith("/") ? [id] : folders.map((parent) => `${parent}/${id}`);
    const run = await firstRun(paths);
    if (run === undefined) faults.push(id);
    else found.push(run);
  }
  if (faults.length === 0) return found;
  const known = (await Promise.all(folders.map(runIds))).flat();
  throw new TypeError(
    `Cannot choose a run: each of SPILLWAY_RUN must be the id of a run in ${
      folders.join(" or ")
    }, ` +
      `or its absolute folder, got ${
        faults.map((id) => `${id}; type ${instead(id, known)}`).join("; got ")
      }`,
  );
}

function instead(id: string, known: readonly string[]): string {
  return known.length === 0 ? "deno task experiment phase5" : suggestion(id, known.slice(-5));
}

async function firstRun(paths: readonly string[]): Promise<Candidate | undefined> {
  for (const path of paths) {
    const manifest = await readManifest(path, []);
    if (manifest !== undefined) return { path: await Deno.realPath(path), manifest };
  }
  return undefined;
}

/** Newest first. */
async function* completedRuns(parent: string, wanted: WantedRun): AsyncIterable<Candidate> {
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

function isWanted(manifest: Manifest, { experiment, target, size }: WantedRun): boolean {
  return manifest.experiment === experiment &&
    (target === undefined || manifest.target === target) &&
    (size === undefined || manifest.size === size);
}

function isSameLoad(a: Manifest, b: Manifest): boolean {
  const settingsOf = ({ size, time_factor, settings }: Manifest) =>
    JSON.stringify([size, time_factor, Object.entries(settings).sort()]);
  return settingsOf(a) === settingsOf(b);
}

function noneText(wanted: WantedRun, folders: readonly string[]): string {
  const what = [wanted.experiment, wanted.target, wanted.size].filter(Boolean).join(" ");
  return `Cannot choose a run of ${what}: there must be a completed one in ${
    folders.join(" or ")
  }, there is none; type ${commandOf(wanted)}`;
}

function commandOf({ experiment, target, size }: WantedRun): string {
  const options = [
    ...(target === undefined ? [] : [`--target ${target}`]),
    ...(size === undefined ? [] : [`--size ${size}`]),
  ];
  return ["deno task experiment", experiment, ...options].join(" ");
}
