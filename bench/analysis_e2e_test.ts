import assert from "node:assert/strict";
import { checkRun } from "../experiments/run/check_run.ts";
import { ownNotebooks } from "./analysis_subjects.ts";
import { GENERATED_TRIALS, generateRuns } from "./generated_runs.ts";

Deno.test("generated runs are sound runs, and notebooks 3 and 4 measure them", async () => {
  const parent = await Deno.makeTempDir();
  const { signal } = new AbortController();
  try {
    const done: number[] = [];
    const folders = await generateRuns(parent, 1_000, (trials) => done.push(trials), signal);
    assert.equal(done.at(-1), GENERATED_TRIALS);
    for (const folder of folders) assert.deepEqual((await checkRun(folder)).faults, []);
    const env = { SPILLWAY_RUN: folders.join() };
    const { seconds, rss_bytes } = await ownNotebooks(parent, env, signal);
    assert.ok(seconds > 0 && rss_bytes > 1e6, `${seconds} s, ${rss_bytes} bytes`);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
});

Deno.test("generateRuns() ends where it is when it is aborted", async () => {
  const parent = await Deno.makeTempDir();
  try {
    const controller = new AbortController();
    const generating = generateRuns(parent, 1_000, (done) => {
      if (done === 2) controller.abort(new Error("enough"));
    }, controller.signal);
    await assert.rejects(generating, /enough/);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
});
