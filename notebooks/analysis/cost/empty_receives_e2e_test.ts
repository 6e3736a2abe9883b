import assert from "node:assert/strict";
import { parse } from "@std/csv";
import { openRun, ROOT, type Run } from "../run.ts";
import { emptyReceives } from "./empty_receives.ts";

/** Simulates a trial of few orders, so that long polls end empty, and opens its run. */
async function withQuietRun(
  size: "quick" | "original",
  body: (run: Run, folder: string) => Promise<void>,
): Promise<void> {
  const parent = await Deno.makeTempDir();
  try {
    const settings = ["load_model=open", "rate_per_s=0.02", "load_s=600", "trials=5x5"];
    const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-prompt",
        "--allow-env",
        "--allow-sys",
        "--allow-read",
        "--allow-write",
        `--allow-run=${Deno.execPath()},git`,
        "experiments/cli/experiment.ts",
        ...["phase5", "--target", "sim", "--size", size, "--seed", "1", "--json", "--out", parent],
        ...settings.flatMap((setting) => ["--set", setting]),
      ],
      cwd: ROOT,
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    const { run_dir } = JSON.parse(new TextDecoder().decode(stdout));
    const run = await openRun(run_dir);
    try {
      await body(run, run_dir);
    } finally {
      run.tables.close();
    }
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

Deno.test("emptyReceives() counts those of the queue in a run, by worker and hour", async () => {
  await withQuietRun("original", async (run, folder) => {
    const rows = parse(await Deno.readTextFile(`${folder}/queue.csv`), { skipFirstRow: true })
      .filter(({ metric, dimensions }) =>
        metric === "NumberOfEmptyReceives" && !dimensions!.includes("-dlq-")
      );
    const sum = (name: "value" | "period_s") =>
      rows.reduce((total, row) => total + Number(row[name]), 0);
    const { value, source } = await emptyReceives(run, "concurrency-5");
    assert.ok(sum("value") > 0);
    assert.ok(Math.abs(value - sum("value") / (sum("period_s") / 3600)) < 1e-9);
    assert.ok(source.kind === "rows" && source.rows === rows.length);
    assert.ok(value <= 180, "a worker has one long poll of 20 s open");
    await assert.rejects(emptyReceives(run, "concurrency-9"), /must have a trial concurrency-9/);
  });
});

Deno.test("emptyReceives() refuses a run whose time is not the original's", async () => {
  await withQuietRun("quick", async (run) => {
    await assert.rejects(emptyReceives(run, "concurrency-5"), /time_factor must be 1, got 30/);
  });
});
