import assert from "node:assert/strict";
import { catalog } from "../../experiments/catalog/catalog.ts";
import type { Manifest } from "../../experiments/run/manifest.ts";
import { choosePair, chooseRun, openPair, openRunFor } from "./choose_runs.ts";
import { onlyOneSeries } from "./one_series.ts";
import { type TinyOptions, writeTinyRun } from "./tiny_run.ts";

const NONE = variables({});

function variables(values: Record<string, string>) {
  return { get: (name: string) => values[name] };
}

/** Ids sort by their number. */
function idOf(number: number, target: string): string {
  return `2026110${number}T000000Z-phase5-${target}-abcd`;
}

/** A root with runs in it; `add` returns a run's path. */
async function dataFolder() {
  const root = `${await Deno.realPath(await Deno.makeTempDir())}/`;
  return {
    root,
    add: (
      place: "runs" | "example",
      number: number,
      manifest: Partial<Manifest> = {},
      more: TinyOptions = {},
    ) =>
      writeTinyRun(`${root}data/${place}`, {
        ...more,
        manifest: { run_id: idOf(number, manifest.target ?? "sim"), ...manifest },
      }),
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

Deno.test("chooseRun() takes the newest completed run, and one's own before the example's", async () => {
  await using data = await dataFolder();
  const example = await data.add("example", 9);
  const choose = () => chooseRun({ experiment: "phase5" }, NONE, data.root);
  assert.equal(await choose(), example);
  const older = await data.add("runs", 1);
  assert.equal(await choose(), older);
  const newer = await data.add("runs", 2);
  await data.add("runs", 3, { state: "interrupted" });
  await data.add("runs", 4, { state: "failed" });
  await data.add("runs", 5, {}, { summary: { state: "not_drained" } });
  await data.add("runs", 6, { experiment: "phase4" });
  assert.equal(await choose(), newer);
});

Deno.test("chooseRun() takes the target and the size that are wanted", async () => {
  await using data = await dataFolder();
  const local = await data.add("runs", 1, { target: "local" });
  const original = await data.add("runs", 2, { size: "original" });
  await data.add("runs", 3, { target: "aws" });
  const choose = (wanted: { target?: string; size?: string }) =>
    chooseRun({ experiment: "phase5", ...wanted }, NONE, data.root);
  assert.equal(await choose({ target: "local" }), local);
  assert.equal(await choose({ size: "original" }), original);
  await assert.rejects(
    choose({ target: "local", size: "original" }),
    /none; type deno task experiment phase5 --target local --size original$/,
  );
});

Deno.test("SPILLWAY_RUN names runs by id or folder, of any state, and only as wanted", async () => {
  await using data = await dataFolder();
  const stopped = await data.add("runs", 1, { state: "interrupted" });
  const newest = await data.add("runs", 2);
  const local = await data.add("example", 3, { target: "local" });
  const environment = variables({ SPILLWAY_RUN: `${local}, ${idOf(1, "sim")}` });
  const choose = (target: string) =>
    chooseRun({ experiment: "phase5", target }, environment, data.root);
  assert.equal(await choose("sim"), stopped);
  assert.equal(await choose("local"), local);
  const other = variables({ SPILLWAY_RUN: local });
  assert.equal(await chooseRun({ experiment: "phase5", target: "sim" }, other, data.root), newest);
});

Deno.test("a run that is taken although it was interrupted says so", async () => {
  await using data = await dataFolder();
  await data.add("runs", 1, { state: "interrupted" }, { summary: { state: "not_drained" } });
  const environment = variables({ SPILLWAY_RUN: idOf(1, "sim") });
  const run = await openRunFor({ experiment: "phase5" }, environment, data.root);
  run.tables.close();
  assert.deepEqual(run.warnings, [
    "the run is interrupted",
    "slots-2 repetition 1 is not drained",
  ]);
});

Deno.test("every name in SPILLWAY_RUN that is no run is an error that says what to type", async () => {
  await using data = await dataFolder();
  await data.add("runs", 1);
  const environment = variables({ SPILLWAY_RUN: `${idOf(2, "sim")},/none` });
  await assert.rejects(
    chooseRun({ experiment: "phase5" }, environment, data.root),
    new RegExp(`got ${idOf(2, "sim")}; type .*${idOf(1, "sim")}.*got /none; type `),
  );
  const broken = await data.add("runs", 3);
  await Deno.writeTextFile(`${broken}/manifest.json`, "{}");
  await assert.rejects(
    chooseRun({ experiment: "phase5" }, variables({ SPILLWAY_RUN: broken }), data.root),
    new RegExp(`got ${broken}, where manifest.json: it must have .*; type deno task runs check `),
  );
});

Deno.test("SPILLWAY_DATA=example takes the example alone, whatever SPILLWAY_RUN names", async () => {
  await using data = await dataFolder();
  await data.add("runs", 2);
  const example = await data.add("example", 1);
  const environment = variables({ SPILLWAY_DATA: "example", SPILLWAY_RUN: "none" });
  assert.equal(await chooseRun({ experiment: "phase5" }, environment, data.root), example);
  // A run of one's own would not be taken.
  await assert.rejects(
    chooseRun({ experiment: "phase4" }, variables({ SPILLWAY_DATA: "example" }), data.root),
    /none; type deno task example$/,
  );
  await assert.rejects(
    chooseRun({ experiment: "phase5" }, variables({ SPILLWAY_DATA: "runs" }), data.root),
    /SPILLWAY_DATA must be example or unset, got runs/,
  );
});

Deno.test("choosePair() takes the newest local run that was simulated with the same settings", async () => {
  await using data = await dataFolder();
  const pair = (size?: string) =>
    choosePair("phase5", size === undefined ? {} : { size }, NONE, data.root);
  await assert.rejects(pair(), /type deno task experiment phase5 --target local$/);
  const local = await data.add("runs", 1, { target: "local", settings: { a: 1, b: 2 } });
  await data.add("runs", 2, { settings: { a: 1, b: 3 } });
  await assert.rejects(pair(), /type deno task experiment phase5 --target sim --size quick$/);
  const sim = await data.add("example", 3, { settings: { b: 2, a: 1 } });
  await data.add("runs", 4, { target: "local", settings: { a: 5 } });
  assert.deepEqual(await pair(), { local, sim });
  assert.deepEqual(await pair("quick"), { local, sim });
  await assert.rejects(pair("original"), /--target local --size original$/);
});

Deno.test("openPair() opens both", async () => {
  await using data = await dataFolder();
  await data.add("runs", 1, { target: "local" });
  await data.add("runs", 2);
  const { local, sim } = await openPair("phase5", {}, NONE, data.root);
  local.tables.close();
  sim.tables.close();
  assert.deepEqual([local.id, sim.id], [idOf(1, "local"), idOf(2, "sim")]);
});

Deno.test("onlyOneSeries() refuses runs that differ in size, time factor or target, naming all", () => {
  const run = { id: "a", manifest: { size: "quick", time_factor: 30, target: "sim" } } as const;
  const other = {
    id: "b",
    manifest: { size: "original", time_factor: 1, target: "local" },
  } as const;
  assert.doesNotThrow(() => onlyOneSeries([]));
  assert.doesNotThrow(() => onlyOneSeries([run, { ...run, id: "c" }]));
  assert.throws(
    () => onlyOneSeries([run, other]),
    /one size, got quick of a, original of b; one time_factor, got 30 of a, 1 of b; one target, got sim/,
  );
});

Deno.test("chooseRun() leaves a run that lacks a trial, unless it is named: then it says so", async () => {
  await using data = await dataFolder();
  const both = await data.add("runs", 1, {}, { slots: [1, 2] });
  const one = await data.add("runs", 2, {}, { slots: [2] });
  const wanted = { experiment: "phase5", trials: ["slots-1"] };
  assert.equal(await chooseRun(wanted, NONE, data.root), both);
  assert.equal(await chooseRun({ experiment: "phase5" }, NONE, data.root), one);
  await assert.rejects(
    chooseRun(wanted, variables({ SPILLWAY_RUN: idOf(2, "sim") }), data.root),
    /20261102T000000Z-phase5-sim-abcd must have the trials slots-1, it has not; name another run/,
  );
  await assert.rejects(
    chooseRun({ ...wanted, trials: ["slots-3"] }, NONE, data.root),
    /a completed one with the trials slots-3 in /,
  );
});

Deno.test("chooseRun() leaves a run whose settings were changed, where they may not be", async () => {
  await using data = await dataFolder();
  const { original } = catalog.find(({ name }) => name === "phase5")!.sizes;
  const own = await data.add("runs", 1, { size: "original", settings: original });
  const settings = { ...original, payment_ms: 250 };
  const changed = await data.add("runs", 2, { size: "original", settings });
  const wanted = { experiment: "phase5", size: "original" };
  assert.equal(await chooseRun(wanted, NONE, data.root), changed);
  assert.equal(await chooseRun({ ...wanted, unchanged: true }, NONE, data.root), own);
  await assert.rejects(
    chooseRun({ ...wanted, unchanged: true }, variables({ SPILLWAY_RUN: changed }), data.root),
    /must have payment_ms 3000, got 250/,
  );
});
