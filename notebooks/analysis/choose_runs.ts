/**
 * Which run a notebook takes: the one that was named, else the newest sound one of one's own, else the
 * example.
 *
 * @module
 */
import { readManifest } from "../../experiments/run/check_run.ts";
import type { Manifest } from "../../experiments/run/manifest.ts";
import { openRun, ROOT, type Run } from "./run.ts";

/** What a notebook needs. */
export interface RunWish {
  experiment: string;
  target: "local" | "sim" | "aws";
  size: "quick" | "original";
}

/** Where runs are looked for, and which are named. */
export interface RunPlaces {
  /** Folders of runs, the first that has a sound one is taken. */
  parents: readonly string[];
  /** Ids or folders, as `SPILLWAY_RUN` has them. */
  named: readonly string[];
}

interface Candidate {
  path: string;
  manifest: Manifest;
}

/**
 * Places by the environment: `SPILLWAY_RUN` names runs (ids or folders, separated by commas),
 * `SPILLWAY_DATA=example` allows the examples alone, as the check wants it.
 */
export function placesOf(environment: { get(name: string): string | undefined }): RunPlaces {
  const example = `${ROOT}data/example`;
  if (environment.get("SPILLWAY_DATA") === "example") return { parents: [example], named: [] };
  const named = (environment.get("SPILLWAY_RUN") ?? "").split(",").map((id) => id.trim());
  return { parents: [`${ROOT}data/runs`, example], named: named.filter((id) => id !== "") };
}

/**
 * Opens the run that fits a wish.
 *
 * A run that is not complete is taken only where it is named; it then carries its warnings.
 *
 * @throws {RangeError} if a named run is not there, or nothing fits; it says what to type.
 */
export async function openRunFor(
  wish: RunWish,
  places: RunPlaces = placesOf(Deno.env),
): Promise<Run> {
  const found = await candidates(places, (manifest) => fits(manifest, wish));
  const chosen = found[0];
  if (chosen === undefined) throw new RangeError(noneText(wish));
  return await openRun(chosen.path);
}

/**
 * Opens two runs of the same settings, one measured and one simulated: what can be held against each
 * other.
 *
 * @throws {RangeError} if there is no such pair; it says what to type.
 */
export async function openPairFor(
  experiment: string,
  places: RunPlaces = placesOf(Deno.env),
): Promise<{ measured: Run; simulated: Run }> {
  const all = await candidates(places, (manifest) => manifest.experiment === experiment);
  for (const measured of all.filter(({ manifest }) => manifest.target !== "sim")) {
    const simulated = all.find(({ manifest }) =>
      manifest.target === "sim" &&
      JSON.stringify(manifest.settings) === JSON.stringify(measured.manifest.settings)
    );
    if (simulated !== undefined) {
      return { measured: await openRun(measured.path), simulated: await openRun(simulated.path) };
    }
  }
  throw new RangeError(
    `Cannot compare: there must be a measured and a simulated run of ${experiment} with the same ` +
      `settings\n  deno task experiment parity`,
  );
}

/** Runs that fit, named ones first, then place by place, newest first. */
async function candidates(
  { parents, named }: RunPlaces,
  wanted: (manifest: Manifest) => boolean,
): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const id of named) {
    const one = await namedRun(id, parents);
    if (wanted(one.manifest)) found.push(one);
  }
  for (const parent of parents) {
    for (const id of (await folders(parent)).toReversed()) {
      const manifest = await readManifest(`${parent}/${id}`, []);
      const sound = manifest?.state === "completed" && wanted(manifest);
      if (sound) found.push({ path: `${parent}/${id}`, manifest });
    }
  }
  return found;
}

async function namedRun(id: string, parents: readonly string[]): Promise<Candidate> {
  const paths = id.includes("/") ? [id] : parents.map((parent) => `${parent}/${id}`);
  for (const path of paths) {
    const manifest = await readManifest(path, []);
    if (manifest !== undefined) return { path, manifest };
  }
  throw new RangeError(
    `Cannot take a run: SPILLWAY_RUN must name runs that are there, got ${id}\n  deno task runs`,
  );
}

async function folders(parent: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(parent)) {
      if (isDirectory) names.push(name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names.sort();
}

function fits(manifest: Manifest, { experiment, target, size }: RunWish): boolean {
  return manifest.experiment === experiment && manifest.target === target &&
    manifest.size === size;
}

function noneText({ experiment, target, size }: RunWish): string {
  const options = [
    ...(target === "local" ? [] : [`--target ${target}`]),
    ...(size === "quick" ? [] : [`--size ${size}`]),
  ];
  return `Cannot take a run: there must be a completed one of ${experiment} on ${target}, size ` +
    `${size}\n  deno task experiment ${[experiment, ...options].join(" ")}`;
}

/**
 * Holds that runs may stand in one series.
 *
 * @throws {RangeError} naming runs that differ in size, time factor or target.
 */
export function onlyOneSeries(runs: readonly Pick<Run, "id" | "manifest">[]): void {
  const kinds = Map.groupBy(
    runs,
    ({ manifest: { target, size, time_factor } }) => `${target}, ${size}, factor ${time_factor}`,
  );
  if (kinds.size <= 1) return;
  const told = [...kinds].map(([kind, those]) =>
    `${kind} (${those.map(({ id }) => id).join(", ")})`
  );
  throw new RangeError(
    `Cannot put runs into one series: they must be alike, got ${told.join(" and ")}`,
  );
}
