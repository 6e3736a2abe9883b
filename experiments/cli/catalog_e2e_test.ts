/** The catalog's experiments over real processes, by the command line. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

async function runTask(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "experiment", ...args],
    cwd: ROOT,
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

async function inTempFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a trial of another target is none of this one", async () => {
  await inTempFolder(async (out) => {
    const args = ["phase5-workers", "--trial", "processes-64x5", "--out", out];
    const { code, stderr } = await runTask(...args);
    assert.equal(code, 2);
    assert.match(stderr, /phase5-workers has no trial processes-64x5/);
    assert.deepEqual([...Deno.readDirSync(out)], [], "nothing was started");
  });
});

Deno.test("phase1's users go away, and the API pays for them or does not", async () => {
  await inTempFolder(async (out) => {
    const trials = ["one-slot-timeout-pay", "one-slot-timeout-cancel"];
    const args = ["phase1", "--set", "load_s=1", "--set", "client_timeout_s=0.5", "--out", out];
    const { code, stdout, stderr } = await runTask(
      ...args,
      ...trials.flatMap((trial) => ["--trial", trial]),
      "--json",
    );
    assert.equal(code, 0, stderr);
    const { summary } = JSON.parse(stdout);
    const [pay, cancel] = trials.map((name) =>
      summary.find(({ trial }: { trial: string }) => trial === name)
    );
    for (const row of [pay, cancel]) {
      assert.equal(row.lost, 0);
      assert.ok(row.failed > 0, "some stopped waiting");
    }
    assert.equal(pay.completed, pay.sent, "paid for all the same");
    assert.ok(cancel.completed < cancel.sent);
  });
});

Deno.test("faults fires at real processes, and no order is lost", async () => {
  await inTempFolder(async (out) => {
    const args = ["faults", "--trial", "shot-all", "--trial", "shot-queue", "--seed", "3"];
    const small = ["load_s=1", "rate_per_s=100", "shots=2", "visibility_timeout_s=1"];
    const { code, stdout, stderr } = await runTask(
      ...args,
      ...small.flatMap((setting) => ["--set", setting]),
      "--out",
      out,
      "--json",
    );
    assert.equal(code, 0, stderr);
    const { summary } = JSON.parse(stdout);
    assert.equal(summary.length, 2);
    for (const row of summary) {
      assert.deepEqual([row.lost, row.outstanding], [0, 0]);
      assert.ok(row.shots > 0);
    }
  });
});
