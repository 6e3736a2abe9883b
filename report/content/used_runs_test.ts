import assert from "node:assert/strict";
import { ROOT } from "../../notebooks/analysis/run.ts";
import { tinyRun } from "../../notebooks/analysis/tiny_run.ts";
import { claimOf } from "../../notebooks/claims/claim.ts";
import { sampleEvidence, samplePublished } from "../sample_for_tests.ts";
import { gatherContent } from "./content.ts";
import { readEvidence, untaken, warningsOf } from "./used_runs.ts";

const { content: { claims } } = gatherContent(samplePublished);

Deno.test("warningsOf() tells what a claim was computed from, however far back", () => {
  const told = (id: string) => warningsOf(claims.get(id)!, claims, sampleEvidence.runs);
  assert.deepEqual(told("sale.accepted.queue"), []);
  assert.equal(told("sale.accepted.sync")[0], "interrupted: the run is interrupted");
  assert.deepEqual(told("sale.ratio"), told("sale.accepted.sync"));
});

Deno.test("untaken() names the runs that were asked for and that no claim comes from", () => {
  const [run] = sampleEvidence.runs;
  const used = (folder: string) => ({ ...run!, folder });
  const runs = [used("data/runs/20261101T000000Z-phase4-local-abcd"), used("/tmp/mine")];
  assert.deepEqual(untaken(["20261101T000000Z-phase4-local-abcd", "/tmp/mine"], runs), []);
  assert.deepEqual(untaken(["phase4-local-abcd", "/tmp/other", "/mine"], runs), [
    "phase4-local-abcd",
    "/tmp/other",
    "/mine",
  ]);
});

Deno.test("warningsOf() ends where formulas lead in a circle", () => {
  const derived = (id: string, from: string) =>
    claimOf(id, { value: 1, unit: "s", source: { kind: "derived", formula: `{${from}}` } });
  const circle = new Map([["a.a", derived("a.a", "a.b")], ["a.b", derived("a.b", "a.a")]]);
  assert.deepEqual(warningsOf(circle.get("a.a")!, circle, []), []);
});

const rows = (folder: string, file: string) =>
  claimOf("a.b", {
    value: 1,
    unit: "s",
    source: { kind: "rows", folder, file, rows: 1, query: "SELECT 1" },
  });

/** An empty root, for as long as `body` takes. */
async function withRoot(body: (root: string) => Promise<void>) {
  const root = await Deno.makeTempDir();
  try {
    await body(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("readEvidence() hashes the files outside of runs, and wants them all", () =>
  withRoot(async (root) => {
    await Deno.mkdir(`${root}/data`);
    await Deno.writeTextFile(`${root}/data/prices.csv`, "");
    const { runs, files } = await readEvidence(root, [rows("data", "prices.csv")]);
    assert.deepEqual(runs, []);
    assert.deepEqual(files.map(({ path, sha256 }) => [path, sha256.slice(0, 8)]), [
      ["data/prices.csv", "e3b0c442"],
    ]);
    await assert.rejects(readEvidence(root, [rows("data", "gone.csv")]), /data\/gone\.csv/);
  }));

Deno.test("readEvidence() tells of a run that was interrupted, and changed afterwards", () =>
  withRoot(async (root) => {
    const sound = await exampleRun();
    const claim = rows("data/runs/copy", "orders.csv");
    const folder = `${root}/data/runs/copy`;
    await Deno.mkdir(folder, { recursive: true });
    for await (const { name } of Deno.readDir(sound)) {
      await Deno.copyFile(`${sound}/${name}`, `${folder}/${name}`);
    }
    const { runs: [before] } = await readEvidence(root, [claim]);
    assert.deepEqual(before!.warnings, []);
    const manifest = JSON.parse(await Deno.readTextFile(`${folder}/manifest.json`));
    await Deno.writeTextFile(
      `${folder}/manifest.json`,
      JSON.stringify({ ...manifest, state: "interrupted", faults: ["it was stopped"] }),
    );
    await Deno.writeTextFile(`${folder}/queue.csv`, "\n", { append: true });
    const { runs: [after] } = await readEvidence(root, [claim]);
    assert.equal(after!.folder, "data/runs/copy");
    for (const wanted of [/is interrupted/, /it was stopped/, /queue\.csv was changed/]) {
      assert.ok(
        after!.warnings.some((warning) => wanted.test(warning)),
        after!.warnings.join("; "),
      );
    }
  }));

Deno.test("readEvidence() tells once of a trial that was not drained", async () => {
  await using tiny = await tinyRun({ summary: { state: "not_drained" } });
  const { runs: [run] } = await readEvidence("", [rows(tiny.path, "orders.csv")]);
  assert.deepEqual(run!.warnings, ["slots-2 repetition 1 is not drained"]);
});

/** A small run of the example data. */
async function exampleRun(): Promise<string> {
  const example = `${ROOT}data/example`;
  const folders = await Array.fromAsync(Deno.readDir(example));
  return `${example}/${folders.find(({ name }) => name.includes("-phase2-sim-"))!.name}`;
}
