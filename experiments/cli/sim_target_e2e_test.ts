/** `deno task experiment --target sim`, as a user types it. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

async function runTask(...args: string[]) {
  const out = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "experiment", ...args, "--target", "sim", "--out", out],
      cwd: ROOT,
      stdin: "null",
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } finally {
    await Deno.remove(out, { recursive: true });
  }
}

Deno.test("experiment phase5 --target sim --size original drains hours in seconds", async () => {
  const { code, stdout, stderr } = await runTask("phase5", "--size", "original", "--json");
  assert.equal(code, 0, stderr);
  const { state, summary } = JSON.parse(stdout);
  assert.equal(state, "completed");
  assert.equal(summary.length, 6);
  for (const row of summary) {
    assert.ok(row.accepted > 2700 && row.accepted < 2950, `${row.trial}: ${row.accepted}`);
    assert.deepEqual([row.lost, row.outstanding, row.worker_cpu_s], [0, 0, null]);
    const slots = Math.min(row.concurrency, row.payment_slots);
    const predictedS = row.backlog_peak_orders * 3 / slots;
    const allowedS = Math.max(0.05 * predictedS, 4.5);
    assert.ok(Math.abs(row.drain_s - predictedS) <= allowedS, `${row.trial}: ${row.drain_s} s`);
  }
});

Deno.test("experiment --target sim exits 1 where a queue does not drain in time", async () => {
  // One receive an order takes ten times as long as the payment that the deadline is made from.
  const settings = {
    trials: "1x1",
    prefetch: 0,
    payment_ms: 1,
    rate_per_s: 10_000,
    load_s: 1,
    visibility_timeout_s: 1,
  };
  const set = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  const { code, stdout, stderr } = await runTask("phase5", ...set, "--json");
  assert.equal(code, 1, stderr);
  const { state, summary: [row] } = JSON.parse(stdout);
  assert.deepEqual([state, row.state, row.lost], ["failed", "not_drained", 0]);
  assert.ok(row.outstanding > 0);
  assert.match(stderr, /not drained within \d+ s: [\d,]+ orders outstanding/);
});

Deno.test("experiment ends with what to type next, which finds the run where it went", async () => {
  const { code, stdout, stderr } = await runTask("phase5", "--trial", "concurrency-100");
  assert.equal(code, 0, stderr);
  const [, folder] = stdout.match(/^ {2}data {6}(.+)$/m)!;
  assert.match(stdout, new RegExp(`^ {2}next {6}deno task runs check ${folder}  ·  `, "m"));
});
