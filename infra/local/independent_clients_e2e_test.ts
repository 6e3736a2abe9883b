/**
 * Clients that share no code with this project: boto3, Locust, frictionless. They are skipped where they
 * are not installed, or are older than CI's, unless SPILLWAY_REQUIRE_ALL is set.
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createClients } from "../../experiments/collect/clients.ts";
import { cloudWatchLogSource } from "../../experiments/collect/logs.ts";
import type { LedgerEvent } from "../../services/orders/ledger_event.ts";
import { python, testWithPython } from "../../tasks/python_for_tests.ts";
import { startCloud } from "./cloud/mod.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

await testWithPython(
  "boto3",
  "the embedded cloud speaks AWS to an SDK of another family",
  async () => {
    const cloud = await startCloud({ metricPeriodS: 1 });
    try {
      const { code, text } = await python([".ci/boto3_check.py"], { AWS_ENDPOINT_URL: cloud.url });
      assert.equal(code, 0, text);
      assert.match(text, /^\d+ passed, 0 failed$/m);
    } finally {
      await cloud.stop();
    }
  },
);

await testWithPython(
  "locust",
  "the original's Locust users get 202, and every order is paid",
  async () => {
    const folder = await Deno.makeTempDir();
    const local = new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "local", "--json", "--payment-ms", "20"],
      cwd: ROOT,
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    try {
      const stack = await firstLine(local.stdout);
      const { code, text } = await python([
        "-m",
        "locust",
        ...["-f", ".ci/locustfile.py", "--headless", "--only-summary"],
        ...["--users", "20", "--spawn-rate", "10", "--run-time", "8s", "--host", stack.api_url],
      ], { ORDERS_FILE: `${folder}/orders.jsonl` });
      assert.equal(code, 0, text);
      const answers = (await Deno.readTextFile(`${folder}/orders.jsonl`)).trim().split("\n")
        .map((line) => JSON.parse(line));
      assert.ok(answers.length > 200, `20 users send more than ${answers.length} orders in 8 s`);
      assert.deepEqual(answers.filter(({ status }) => status !== 202), []);
      const ids = answers.map(({ body }) => JSON.parse(body).order_id);
      assert.equal(new Set(ids).size, ids.length);
      assert.deepEqual(await uncompleted(stack, ids), []);
    } finally {
      local.kill("SIGTERM");
      await local.status;
      await Deno.remove(folder, { recursive: true });
    }
  },
);

await testWithPython("frictionless", "a run is a valid Frictionless Data Package", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const settings = ["payment_ms=20", "rate_per_s=100", "load_s=0.5", "trials=5x5"]
      .flatMap((setting) => ["--set", setting]);
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "experiment", "phase5", ...settings, "--out", folder, "--json"],
      cwd: ROOT,
      stdin: "null",
      stderr: "inherit",
    }).output();
    assert.equal(code, 0);
    const { run_dir } = JSON.parse(new TextDecoder().decode(stdout));
    const validate = ["-m", "frictionless", "validate", `${run_dir}/datapackage.json`];
    const valid = await python(validate);
    assert.equal(valid.code, 0, valid.text);
    // That it can fail: a negative count is against the constraint of its column.
    const summary = `${run_dir}/summary.csv`;
    const text = await Deno.readTextFile(summary);
    await Deno.writeTextFile(summary, text.replace(/,50,50,0,/, ",-50,50,0,"));
    const broken = await python(validate);
    assert.notEqual(broken.code, 0, broken.text);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

interface Stack {
  api_url: string;
  aws_endpoint_url: string;
  region: string;
  access_key_id: string;
  secret_access_key: string;
  log_groups: string[];
}

/** The one line that `local --json` prints when it is ready. */
async function firstLine(stdout: ReadableStream<Uint8Array>): Promise<Stack> {
  let text = "";
  const reader = stdout.pipeThrough(new TextDecoderStream()).getReader();
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    assert.ok(!done, `local ended without a line: ${text}`);
    text += value;
  }
  await reader.cancel();
  return JSON.parse(text);
}

/** Ids that have no `completed` event in the logs within 15 s. */
async function uncompleted(stack: Stack, ids: readonly string[]): Promise<string[]> {
  const clients = createClients({
    endpointUrl: stack.aws_endpoint_url,
    region: stack.region,
    accessKeyId: stack.access_key_id,
    secretAccessKey: stack.secret_access_key,
  });
  const logs = cloudWatchLogSource(clients.logs);
  try {
    for (let look = 1;; look++) {
      const left = new Set(ids);
      for (const group of stack.log_groups) {
        for await (const line of logs.lines(group, Date.now() - 600_000, Date.now() + 60_000)) {
          const { event, order_id } = JSON.parse(line) as LedgerEvent;
          if (event === "completed") left.delete(order_id);
        }
      }
      if (left.size === 0 || look === 15) return [...left];
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  } finally {
    clients.destroy();
  }
}
