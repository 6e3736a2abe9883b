/** `deno task compare`, as a user types it, over runs of the simulation. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { sha256 } from "../run/sha256.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

async function runTask(task: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", task, ...args],
    cwd: ROOT,
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** A run of two small trials; returns its id. */
async function makeRun(out: string, seed: number, paymentMs = 100): Promise<string> {
  const small = ["trials=5x5,20x20", "rate_per_s=300", "load_s=0.5", `payment_ms=${paymentMs}`];
  const { code, stdout, stderr } = await runTask(
    "experiment",
    ...["phase5", "--target", "sim", "--repetitions", "5", "--seed", String(seed)],
    ...small.flatMap((setting) => ["--set", setting]),
    ...["--out", out, "--json"],
  );
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout).run_id;
}

async function edit(path: string, change: (text: string) => string): Promise<void> {
  await Deno.writeTextFile(path, change(await Deno.readTextFile(path)));
}

Deno.test("compare", async (t) => {
  const out = await Deno.makeTempDir();
  const compare = (...args: string[]) => runTask("compare", ...args, "--out", out);
  try {
    const before = await makeRun(out, 1);
    const after = await makeRun(out, 2);
    const other = await makeRun(out, 3, 150);

    await t.step("compares a run with one of another seed, by id and by folder", async () => {
      const { code, stdout, stderr } = await compare(before, `${out}/${after}`);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /concurrency-20 +drain_s .* (no difference shown|faster|slower)/);
      assert.match(stdout, /of 46 comparisons/);
    });

    await t.step("compares no trial of another definition", async () => {
      const { code, stdout, stderr } = await compare(before, other, "--json");
      assert.equal(code, 0, stderr);
      for (const { not_comparable, columns } of JSON.parse(stdout).trials) {
        assert.match(not_comparable[0], /^paymentMs is 100 in A, 150 in B/);
        assert.deepEqual(columns, []);
      }
    });

    await t.step("finds a worker that became slower, and fails by its limit", async () => {
      const slower = `${out}/slower`;
      await slowed(`${out}/${after}`, slower);
      const { code, stdout, stderr } = await compare(
        ...[before, slower, "--json", "--fail-if", "drain_s > +10%"],
        ...["--fail-if", "accepted < -1", "--fail-if", "throughput_per_s < -99%"],
      );
      assert.equal(code, 1);
      const { trials, failures } = JSON.parse(stdout);
      for (const { columns } of trials) {
        const drain = columns.find((each: { column: string }) => each.column === "drain_s");
        assert.equal(drain.verdict, "slower");
        assert.ok(drain.interval[0] > 0 && drain.difference_percent > 40);
      }
      assert.deepEqual(
        failures.map(({ expression, trial }: Record<string, string>) => [expression, trial]),
        [["drain_s > +10%", "concurrency-5"], ["drain_s > +10%", "concurrency-20"]],
      );
      assert.match(stderr, /FAILED {4}--fail-if 'drain_s > \+10%': concurrency-5: \+/);
    });

    await t.step("is Markdown for a pull request", async () => {
      const { code, stdout, stderr } = await compare(before, after, "--markdown");
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^\*\*B is faster in /);
      assert.match(stdout, /^\| concurrency-5 +\| drain_s +\|/m);
    });

    await t.step("does not stay open where nothing can be compared", async () => {
      const { code, stderr } = await compare(before, other, "--fail-if", "drain_s > +10%");
      assert.equal(code, 1);
      assert.match(stderr, /concurrency-20: not comparable: paymentMs is 100 in A, 150 in B/);
    });

    await t.step("names every fault of its input at once, and starts nothing", async () => {
      const { code, stdout, stderr } = await compare(
        ...["nowhere", before, "--fail-if", "drian_s > +1%", "--fail-if", "lost > 0", "--jsn"],
      );
      assert.deepEqual([code, stdout], [2, ""]);
      for (
        const words of ["did you mean --json?", "did you mean drain_s?", "'lost > +0'", '"nowhere"']
      ) {
        assert.ok(stderr.includes(words), `${words} in ${stderr}`);
      }
      const none = await compare(before);
      assert.equal(none.code, 2);
      assert.match(none.stderr, /it needs two runs, got 1/);
      const twice = await compare(before, `${out}/${before}`);
      assert.equal(twice.code, 2);
      assert.match(twice.stderr, /A and B must be two runs/);
    });

    await t.step("refuses a corrupt folder, and says where to look", async () => {
      const summary = `${out}/${after}/summary.csv`;
      const whole = await Deno.readTextFile(summary);
      const cases: [(text: string) => string, RegExp][] = [
        [
          (text) => text.replace(/5,queue/, "6,queue"),
          /summary\.csv: it was changed after the run/,
        ],
        [(text) => text.replace("drain_s", "drain"), /the header must have drain_s and must not/],
        [
          (text) => text.replace(/,completed,(?=\d)/g, ",done,"),
          /state: it must be one of .* and 9 faults/,
        ],
      ];
      for (const [change, expected] of cases) {
        await edit(summary, () => change(whole));
        const { code, stderr } = await compare(before, after);
        assert.equal(code, 2);
        assert.match(stderr, expected);
        assert.match(stderr, new RegExp(`deno task runs check .*${after}`));
      }
      await Deno.remove(summary);
      await edit(`${out}/${other}/manifest.json`, () => "{}");
      const { code, stderr } = await compare(other, after);
      assert.equal(code, 2);
      assert.match(stderr, /manifest\.json: it must have run_id/);
      assert.match(stderr, /summary\.csv: /);
    });
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

/** The run as it would be with drains half as long again: its summary and that file's hash. */
async function slowed(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  const [header, ...rows] = (await Deno.readTextFile(`${from}/summary.csv`)).trim().split(/\r?\n/);
  const place = header!.split(",").indexOf("drain_s");
  const slower = rows.map((row) =>
    row.split(",").map((cell, index) => index === place ? String(1.5 * Number(cell)) : cell).join()
  );
  await Deno.writeTextFile(`${to}/summary.csv`, [header, ...slower, ""].join("\r\n"));
  const files = { "summary.csv": { sha256: await sha256(`${to}/summary.csv`) } };
  const manifest = JSON.parse(await Deno.readTextFile(`${from}/manifest.json`));
  await Deno.writeTextFile(`${to}/manifest.json`, JSON.stringify({ ...manifest, files }));
}
