import assert from "node:assert/strict";
import { onlyOneSeries, openPairFor, openRunFor, placesOf } from "./choose_runs.ts";
import { withFolder, writeTinyRun } from "./testing.ts";

const WISH = { experiment: "phase4", target: "local", size: "quick" } as const;

Deno.test("openRunFor() takes the newest completed run of the first place that has one", async () => {
  await withFolder(async (folder) => {
    const [own, example] = [`${folder}/runs`, `${folder}/example`];
    const places = { parents: [own, example], named: [] };
    await writeTinyRun(example, "20260101T000000Z-example");
    const first = await openRunFor(WISH, places);
    assert.equal(first.id, "20260101T000000Z-example");
    await writeTinyRun(own, "20250101T000000Z-old");
    await writeTinyRun(own, "20250102T000000Z-new");
    await writeTinyRun(own, "20250103T000000Z-cut", { state: "interrupted" });
    await writeTinyRun(own, "20250104T000000Z-other", { experiment: "phase5" });
    await writeTinyRun(own, "20250105T000000Z-sim", { target: "sim" });
    await writeTinyRun(own, "20250106T000000Z-size", { size: "original" });
    const second = await openRunFor(WISH, places);
    assert.equal(second.id, "20250102T000000Z-new");
    assert.deepEqual(second.warnings, []);
    for (const run of [first, second]) run.tables.close();
  });
});

Deno.test("openRunFor() takes a run that is not sound only where it is named, and says so", async () => {
  await withFolder(async (folder) => {
    await writeTinyRun(folder, "cut", { state: "interrupted" });
    await assert.rejects(
      openRunFor(WISH, { parents: [folder], named: [] }),
      /must be a completed one of phase4 on local, size quick\n {2}deno task experiment phase4$/,
    );
    const run = await openRunFor(WISH, { parents: [folder], named: ["cut"] });
    assert.deepEqual(run.warnings, ["the run is interrupted", "interrupted by SIGINT"]);
    run.tables.close();
  });
});

Deno.test("openRunFor() names a run that is not there, and what to type", async () => {
  await withFolder(async (folder) => {
    await writeTinyRun(folder, "there");
    await assert.rejects(
      openRunFor(WISH, { parents: [folder], named: ["gone"] }),
      /SPILLWAY_RUN must name runs that are there, got gone\n {2}deno task runs/,
    );
    await assert.rejects(
      openRunFor({ ...WISH, target: "sim", size: "original" }, { parents: [folder], named: [] }),
      /deno task experiment phase4 --target sim --size original/,
    );
  });
});

Deno.test("openRunFor() warns of a file that was changed after the run", async () => {
  await withFolder(async (folder) => {
    const path = await writeTinyRun(folder, "edited");
    await Deno.writeTextFile(`${path}/orders.csv`, "\n", { append: true });
    const run = await openRunFor(WISH, { parents: [folder], named: [] });
    assert.match(run.warnings.join(), /orders.csv was changed after the run: sha256 must be/);
    run.tables.close();
  });
});

Deno.test("openRunFor() names missing columns", async () => {
  await withFolder(async (folder) => {
    const path = await writeTinyRun(folder, "old");
    const text = await Deno.readTextFile(`${path}/orders.csv`);
    await Deno.writeTextFile(`${path}/orders.csv`, text.replace("completed_at_ms", "done_at_ms"));
    await assert.rejects(
      openRunFor(WISH, { parents: [folder], named: [] }),
      /orders.csv must have a column completed_at_ms; orders.csv has a column done_at_ms/,
    );
  });
});

Deno.test("openPairFor() takes a measured and a simulated run of the same settings", async () => {
  await withFolder(async (folder) => {
    const places = { parents: [folder], named: [] };
    await writeTinyRun(folder, "1-local", { settings: { payment_ms: 100 } });
    await writeTinyRun(folder, "2-sim", { target: "sim", settings: { payment_ms: 100 } });
    await writeTinyRun(folder, "3-local", { settings: { payment_ms: 50 } });
    const { measured, simulated } = await openPairFor("phase4", places);
    assert.deepEqual([measured.id, simulated.id], ["1-local", "2-sim"]);
    for (const run of [measured, simulated]) run.tables.close();
    await assert.rejects(openPairFor("phase5", places), /deno task experiment parity/);
  });
});

Deno.test("placesOf() reads the environment", () => {
  const of = (env: Record<string, string>) => placesOf({ get: (name) => env[name] });
  assert.deepEqual(of({ SPILLWAY_RUN: "a, b" }).named, ["a", "b"]);
  const example = of({ SPILLWAY_DATA: "example", SPILLWAY_RUN: "a" });
  assert.deepEqual([example.named, example.parents.length], [[], 1]);
  assert.match(example.parents[0]!, /data\/example$/);
});

Deno.test("onlyOneSeries() refuses runs of different size, factor or target", () => {
  const run = (id: string, changes = {}) =>
    ({ id, manifest: { target: "local", size: "quick", time_factor: 30, ...changes } }) as never;
  onlyOneSeries([run("a"), run("b")]);
  for (const changes of [{ target: "sim" }, { size: "original" }, { time_factor: 1 }]) {
    assert.throws(() => onlyOneSeries([run("a"), run("b", changes)]), /got .*\(a\) and .*\(b\)/);
  }
});
