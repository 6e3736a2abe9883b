import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { signal as sendSignal, stillAlive } from "../../infra/local/process_probe.ts";
import { checkRun } from "../run/check_run.ts";
import { readTable } from "../run/csv_files.ts";
import { summaryTable } from "../run/schema.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Starts a task as a user does, with the permissions that `deno.json` gives it. */
function startTask(task: string, args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", task, ...args],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  }).spawn();
}

async function outputOf(child: Deno.ChildProcess) {
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

const runTask = (task: string, ...args: string[]) => outputOf(startTask(task, args));

async function inTempFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Settings of a flash sale small enough for a test. */
function small(more: Record<string, string | number> = {}): string[] {
  const settings = {
    payment_ms: 20,
    rate_per_s: 200,
    load_s: 0.5,
    warm_up_orders: 5,
    trials: "5x5",
    ...more,
  };
  return Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
}

/** Ids of all processes below `pid`, by `ps`. */
async function descendants(pid: number): Promise<{ pid: number; command: string }[]> {
  // An option a column: on macOS the header that follows a = goes on behind a comma.
  const args = ["-e", "-o", "pid=", "-o", "ppid=", "-o", "args="];
  const { stdout } = await new Deno.Command("ps", { args }).output();
  const rows = new TextDecoder().decode(stdout).trim().split("\n").map((line) => {
    const [id, parent, ...command] = line.trim().split(/\s+/);
    return { pid: Number(id), parent: Number(parent), command: command.join(" ") };
  });
  const below: typeof rows = [];
  const ids = new Set([pid]);
  for (let grew = true; grew;) {
    const found = rows.filter((row) => ids.has(row.parent) && !ids.has(row.pid));
    found.forEach((row) => ids.add(row.pid));
    below.push(...found);
    grew = found.length > 0;
  }
  return below;
}

/** The folder of the only run in `out`, once its manifest is there. */
async function runFolder(out: string): Promise<string> {
  for (let look = 0; look < 200; look++) {
    const [entry] = [...Deno.readDirSync(out)].filter(({ isDirectory }) => isDirectory);
    const path = `${out}/${entry?.name}`;
    if (entry !== undefined && await Deno.stat(`${path}/manifest.json`).catch(() => null)) {
      return path;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no run appeared in ${out}`);
}

/** Waits until the task has said `words` on standard error; goes on reading, so that it never blocks. */
async function untilSaid(child: Deno.ChildProcess, words: string): Promise<() => string> {
  let text = "";
  const said = Promise.withResolvers<void>();
  (async () => {
    for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes(words)) said.resolve();
    }
    said.reject(new Error(`the task ended without saying ${words}:\n${text}`));
  })();
  await said.promise;
  return () => text;
}

async function manifestOf(path: string) {
  return JSON.parse(await Deno.readTextFile(`${path}/manifest.json`));
}

async function summaryOf(path: string) {
  const { rows, faults } = readTable(
    summaryTable,
    await Deno.readTextFile(`${path}/${summaryTable.file}`),
  );
  assert.deepEqual(faults, []);
  return rows.map(({ values }) => values);
}

Deno.test("experiment phase5 accounts for every order, and the run proves itself", async () => {
  await inTempFolder(async (out) => {
    const args = [...small({ trials: "5x5,20x5" }), "--repetitions", "2", "--seed", "7"];
    const { code, stdout, stderr } = await runTask(
      "experiment",
      "phase5",
      ...args,
      "--out",
      out,
      "--json",
    );
    assert.equal(code, 0, stderr);
    const { run_id, run_dir, state, summary } = JSON.parse(stdout);
    assert.equal(state, "completed");
    assert.equal(summary.length, 4);
    for (const row of summary) {
      assert.deepEqual(Object.keys(row), summaryTable.columns.map(({ name }) => name));
      assert.deepEqual(
        [row.scheduled, row.accepted, row.completed, row.lost, row.duplicated, row.state],
        [100, 100, 100, 0, 0, "completed"],
      );
      assert.ok(row.queue_periods > 0, "CloudWatch has datapoints of the queue");
      assert.ok(row.worker_cpu_s > 0 && row.worker_rss_peak_bytes > 0);
    }
    assert.deepEqual(await checkRun(run_dir), { run_id, ok: true, faults: [] });
    const shown = await runTask("runs", "show", run_id, "--out", out);
    assert.match(shown.stdout, /concurrency-20-slots-5 +2 +100 +0 +0/);
    const checked = await runTask("runs", "check", "latest", "--out", out, "--json");
    assert.deepEqual(JSON.parse(checked.stdout), { run_id, ok: true, faults: [] });
  });
});

Deno.test("experiment phase3 sends the same users down both paths", async () => {
  await inTempFolder(async (out) => {
    const settings = ["payment_ms=20", "load_s=0.5", "warm_up_orders=4"].flatMap((
      s,
    ) => ["--set", s]);
    const { code, stdout, stderr } = await runTask(
      "experiment",
      "phase3",
      ...settings,
      "--out",
      out,
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /The asynchronous path accepted [\d.,]+ times as many orders/);
    assert.match(stdout, /2 of 2 trials account for every order · 0 lost/);
    const path = await runFolder(out);
    const [sync, queue] = await summaryOf(path);
    assert.deepEqual(new Set([sync!.path, queue!.path]), new Set(["sync", "queue"]));
    assert.equal((await checkRun(path)).ok, true);
  });
});

Deno.test("experiment leaves by Ctrl-C with its data, and with no process behind", async (t) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    await t.step(signal, () =>
      inTempFolder(async (out) => {
        const settings = small({ payment_ms: 1000, rate_per_s: 100 });
        const child = startTask("experiment", ["phase5", ...settings, "--out", out]);
        const said = await untilSaid(child, "draining");
        const below = await descendants(child.pid);
        assert.ok(below.length >= 3, "a cloud, an API or worker, and the command are running");
        child.kill(signal);
        const [{ code }, stdout] = await Promise.all([
          child.status,
          new Response(child.stdout).text(),
        ]);
        assert.equal(code, 130, said());
        assert.match(stdout, /The run was interrupted, with 1 of 1 trial begun/);
        assert.deepEqual(await stillAlive(below.map(({ pid }) => pid), 5_000), []);
        const path = await runFolder(out);
        assert.equal((await manifestOf(path)).state, "interrupted");
        const [row] = await summaryOf(path);
        assert.equal(row!.state, "interrupted");
        assert.equal(row!.lost, 0);
        assert.ok(Number(row!.outstanding) > 0, "most orders are still in the queue");
        assert.equal(row!.accepted, Number(row!.completed) + Number(row!.outstanding));
        const checked = await runTask("runs", "check", "latest", "--out", out);
        assert.equal(checked.code, 0);
        assert.match(checked.stdout, /: it was interrupted; every order accounted for, every file/);
      }));
  }
});

Deno.test("experiment fails clearly when the embedded cloud dies, and keeps its data", async () => {
  await inTempFolder(async (out) => {
    const settings = small({ payment_ms: 1000, rate_per_s: 100 });
    const child = startTask("experiment", ["phase5", ...settings, "--out", out]);
    const said = await untilSaid(child, "draining");
    const below = await descendants(child.pid);
    const cloud = below.find(({ command }) => command.includes("cloud_main.ts"));
    await sendSignal("KILL", [cloud!.pid]);
    const { code } = await child.status;
    await child.stdout.cancel();
    assert.equal(code, 1, said());
    assert.match(said(), /FAILED .*The embedded cloud is gone/);
    assert.deepEqual(await stillAlive(below.map(({ pid }) => pid), 5_000), []);
    const path = await runFolder(out);
    assert.equal((await manifestOf(path)).state, "failed");
    const [row] = await summaryOf(path);
    assert.equal(row!.sent, 50);
    assert.match(String(row!.marks), /ledger_unavailable/);
    const checked = await runTask("runs", "check", "latest", "--out", out);
    assert.equal(checked.code, 1);
    assert.match(checked.stderr, /the run failed: .*The embedded cloud is gone/);
  });
});

Deno.test("experiment names every fault of its command line, and starts nothing", async (t) => {
  const cases: [string, string[], string[]][] = [
    ["unknown experiment", ["phse5"], ['such an experiment, got "phse5"', "did you mean phase5"]],
    ["unknown option", ["phase5", "--sise", "quick"], ["no option --sise", "did you mean --size?"]],
    ["all faults at once", [
      "phase5",
      "--size",
      "huge",
      "--repetitions",
      "0",
      "--seed",
      "-1",
      "--set",
      "payment_ms=-1",
      "--set",
      "users=3",
    ], ['got "huge"', "--repetitions must be", "--seed must be", "payment_ms must be"]],
    ["unwritable --out", ["phase5", "--out", "/proc/no"], [
      "--out must be writable",
      'got "/proc/no"',
    ]],
  ];
  for (const [name, args, expected] of cases) {
    await t.step(name, () =>
      inTempFolder(async (out) => {
        const place = args.includes("--out") ? [] : ["--out", out];
        const { code, stdout, stderr } = await runTask("experiment", ...args, ...place);
        assert.equal(code, 2, stderr);
        assert.equal(stdout, "");
        for (const words of expected) assert.ok(stderr.includes(words), `${words} in:\n${stderr}`);
        assert.deepEqual([...Deno.readDirSync(out)], []);
      }));
  }
});

Deno.test("experiment lists its catalog, and every command has help with examples", async (t) => {
  const { stdout } = await runTask("experiment");
  assert.match(stdout, /phase3 [^]*phase5 /);
  for (const task of ["experiment", "runs", "compare", "local", "doctor"]) {
    await t.step(task, async () => {
      const help = await runTask(task, "--help");
      assert.equal(help.code, 0, help.stderr);
      assert.match(help.stdout, new RegExp(`deno task ${task}`));
      assert.match(help.stdout, /Examples:/);
    });
  }
});
