/**
 * Which runs a notebook takes: those named in `SPILLWAY_RUN`, else the newest completed one, of
 * `data/runs` before `data/example`.
 *
 * @module
 */
import type { Manifest } from "../../experiments/run/manifest.ts";
import { openRun, ROOT, type Run } from "./run.ts";
import {
  allRuns,
  completedRuns,
  type Environment,
  namedAsWanted,
  parents,
  type WantedRun,
} from "./run_candidates.ts";

export type { Environment, WantedRun };

/** A local run, and the simulated one of the same settings. */
export interface Pair<T> {
  local: T;
  sim: T;
}

/**
 * The run that a notebook takes.
 *
 * A run named in `SPILLWAY_RUN` (ids or absolute folders, separated by commas) that is as wanted comes first,
 * whatever its state. Otherwise it is the newest run as wanted of which every trial was completed, in
 * `data/runs`, else in `data/example`. `SPILLWAY_DATA=example` allows only the latter, and `SPILLWAY_RUN` is ignored.
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
  const [named] = await namedAsWanted(wanted, environment, root);
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
  const folders = parents(environment, root);
  if (locals.length === 0) {
    throw new TypeError(noneText({ ...wanted, target: "local" }, folders));
  }
  throw new TypeError(
    `Cannot choose a pair of ${experiment}: there must be a sim run of the settings of ` +
      `${locals[0]!.manifest.run_id}, there is none; type ` +
      commandOf({ experiment, target: "sim", size: locals[0]!.manifest.size }, folders),
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

function isSameLoad(a: Manifest, b: Manifest): boolean {
  const settingsOf = ({ size, time_factor, settings }: Manifest) =>
    JSON.stringify([size, time_factor, Object.entries(settings).sort()]);
  return settingsOf(a) === settingsOf(b);
}

function noneText(wanted: WantedRun, folders: readonly string[]): string {
  const what = [wanted.experiment, wanted.target, wanted.size].filter(Boolean).join(" ");
  const trials = wanted.trials === undefined ? "" : ` with the trials ${wanted.trials.join(", ")}`;
  const settings = wanted.unchanged ? " with its own settings" : "";
  return `Cannot choose a run of ${what}: there must be a completed one${trials}${settings} in ${
    folders.join(" or ")
  }, there is none; type ${commandOf(wanted, folders)}`;
}

/** What makes such a run, in the first of the folders. */
function commandOf({ experiment, target, size }: WantedRun, [first]: readonly string[]): string {
  if (first!.endsWith("/example")) return "deno task example";
  const options = [
    ...(target === undefined ? [] : [`--target ${target}`]),
    ...(size === undefined ? [] : [`--size ${size}`]),
  ];
  return ["deno task experiment", experiment, ...options].join(" ");
}
