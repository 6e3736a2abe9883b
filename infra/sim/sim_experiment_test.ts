/** Experiments on the `sim` target, from the plan to the run folder. */
import assert from "node:assert/strict";
import type { TrialPlan } from "../../experiments/catalog/definition.ts";
import { phase3 } from "../../experiments/catalog/phase3.ts";
import { phase5 } from "../../experiments/catalog/phase5.ts";
import type { Experiment, Settings } from "../../experiments/catalog/definition.ts";
import { checkRun } from "../../experiments/run/check_run.ts";
import { silentProgress } from "../../experiments/run/progress.ts";
import { runExperiment, type RunResult } from "../../experiments/run/run_experiment.ts";
import { createSystemClock } from "../../services/aws/system_clock.ts";
import { REGION_MODELS } from "./models/models.ts";
import { simTarget, type SimTargetOptions } from "./sim_target.ts";

interface Simulation {
  experiment?: Experiment;
  size?: "quick" | "original";
  settings?: Settings;
  seed?: number;
  repetitions?: number;
  target?: SimTargetOptions;
  change?: (trial: TrialPlan) => TrialPlan;
  signal?: AbortSignal;
}

/** Runs an experiment in a temporary folder, which is there while `body` runs. */
async function simulate(
  options: Simulation,
  body: (result: RunResult) => Promise<void> | void,
): Promise<void> {
  const { experiment = phase5 as unknown as Experiment, size = "quick" } = options;
  const settings = { ...experiment.sizes[size], ...options.settings };
  const planned = experiment.plan(settings);
  const plan = { ...planned, trials: planned.trials.map(options.change ?? ((trial) => trial)) };
  const parent = await Deno.makeTempDir();
  try {
    const { seed = 1, repetitions = 1 } = options;
    const result = await runExperiment(
      { experiment, size, settings, plan, repetitions, seed },
      {
        targetName: "sim",
        startTarget: () => Promise.resolve(simTarget(options.target)),
        clock: createSystemClock(),
        progress: silentProgress,
        parent,
        signal: options.signal ?? new AbortController().signal,
      },
    );
    await body(result);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

const SMALL = { trials: "5x5,20x5", load_s: 0.2, warm_up_orders: 10 };

async function tables(options: Simulation): Promise<string[]> {
  const texts: string[] = [];
  await simulate(options, async ({ runDir }) => {
    for (const name of ["orders", "requests", "queue", "summary"]) {
      texts.push(await Deno.readTextFile(`${runDir}/${name}.csv`));
    }
  });
  return texts;
}

Deno.test("a simulated run accounts for every order, and its files pass runs check", async () => {
  await simulate({ settings: SMALL, repetitions: 2 }, async ({ runDir, rows, state, faults }) => {
    assert.deepEqual([state, faults, rows.length], ["completed", [], 4]);
    for (const row of rows) {
      assert.equal(row.target, "sim");
      assert.ok(row.accepted > 250);
      assert.deepEqual([row.lost, row.outstanding, row.completed], [0, 0, row.accepted]);
      assert.deepEqual([row.worker_cpu_s, row.worker_rss_peak_bytes], [undefined, undefined]);
      assert.equal(row.marks, "");
      assert.ok((row.queue_visible_peak_messages ?? 0) > 0, "as CloudWatch saw it");
      assert.ok(row.queue_visible_peak_messages! <= row.backlog_peak_orders!);
    }
    assert.deepEqual((await checkRun(runDir)).faults, []);
  });
});

Deno.test("a simulated run of a seed is the same to the byte, of another seed another", async () => {
  const options = { settings: SMALL, repetitions: 2 };
  const [first, again, other] = [
    await tables({ ...options, seed: 7 }),
    await tables({ ...options, seed: 7 }),
    await tables({ ...options, seed: 8 }),
  ];
  assert.deepEqual(first, again);
  first.forEach((text, index) => assert.notEqual(text, other[index]));
});

Deno.test("a simulated trial is the same by itself as among others", async () => {
  const [among, alone] = [
    await tables({ settings: SMALL }),
    await tables({ settings: { ...SMALL, trials: "20x5" } }),
  ];
  const ownLines = (text: string) =>
    text.split("\r\n").filter((line) => line.includes("concurrency-20-slots-5"));
  among.forEach((text, index) => {
    assert.deepEqual(ownLines(text), ownLines(alone[index]!));
    assert.ok(ownLines(text).length > 0);
  });
});

Deno.test("the original's synchronous path completes 19 × slots orders", async () => {
  // Source: data/reference/README.md, 20 users, 60 s, no client time-out.
  const experiment = phase3 as unknown as Experiment;
  await simulate({ experiment, size: "original" }, ({ rows }) => {
    const sync = rows.find(({ path }) => path === "sync")!;
    assert.equal(sync.confirmed, 19 * 5);
    const async = rows.find(({ path }) => path === "queue")!;
    // U / (Z + R), less the second that the users take to start.
    const expected = 20 * (60 - 0.95) / (0.3 + async.response_ms_p50! / 1000);
    assert.ok(Math.abs(async.confirmed / expected - 1) < 0.02, `${async.confirmed}, ${expected}`);
    assert.equal(async.lost, 0);
  });
});

Deno.test("a definition that does not drain ends at its deadline as not_drained", async () => {
  const change = (trial: TrialPlan) => ({ ...trial, drainDeadlineS: 5 });
  const settings = { ...SMALL, trials: "1x1" };
  await simulate({ settings, change }, async ({ state, rows, faults, runDir }) => {
    assert.equal(state, "failed");
    assert.equal(rows[0]!.state, "not_drained");
    assert.ok(rows[0]!.outstanding > 0);
    assert.deepEqual([rows[0]!.lost, faults.length], [0, 1]);
    assert.match(faults[0]!, /not drained within 5 s: \d+ orders outstanding/);
    // Its files are sound.
    assert.deepEqual((await checkRun(runDir)).faults, [
      `manifest.json: the run failed: ${faults[0]}`,
    ]);
  });
});

Deno.test("a world that cannot come to an end is given up, and names who waits", async () => {
  const callMs = { ...REGION_MODELS.callMs, "sqs.delete-message": () => 1e12 };
  const target = { models: { ...REGION_MODELS, callMs } };
  const settings = { ...SMALL, trials: "1x1", warm_up_orders: 0 };
  await simulate({ settings, target }, ({ state, faults }) => {
    assert.equal(state, "failed");
    assert.match(faults[0]!, /at the bound of .*worker-1 calls order-processing-queue/);
  });
});

Deno.test("latencies that no model has, or out of range, are refused all at once", async () => {
  const experiment = {
    ...phase5,
    plan: (settings: Settings) => ({
      ...phase5.plan(settings as never),
      latenciesMs: { "sns.pubish": 1, "sqs.receive-message": -1 },
    }),
  } as unknown as Experiment;
  await simulate({ experiment, settings: SMALL }, ({ state, faults }) => {
    assert.equal(state, "failed");
    assert.match(faults[0]!, /sns\.pubish is not one of .*sqs\.receive-message must be a number/);
  });
});
