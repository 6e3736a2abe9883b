import assert from "node:assert/strict";

const PERMISSIONS = ["--no-prompt", "--allow-net=127.0.0.1", "--allow-env"];

function start(env: Record<string, string> = {}) {
  const main = new URL("./cloud_main.ts", import.meta.url).href;
  return new Deno.Command(Deno.execPath(), {
    args: ["run", ...PERMISSIONS, main],
    env: { PARENT_WATCH: "", ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** The URL of a started cloud, once it listens. */
async function urlOf(child: Deno.ChildProcess): Promise<string> {
  let text = "";
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    assert.ok(!done, "the cloud ended before it listened");
    text += value;
  }
  await reader.cancel();
  const line = JSON.parse(text);
  assert.equal(line.event, "listening");
  return line.url;
}

Deno.test("cloud_main serves until SIGTERM", async () => {
  const child = start();
  const url = await urlOf(child);
  const body = new URLSearchParams({ Action: "ListTopics", Version: "2010-03-31" });
  const response = await fetch(url, { method: "POST", body });
  assert.match(await response.text(), /ListTopicsResponse/);
  child.kill("SIGTERM");
  assert.equal((await child.status).code, 0);
  await child.stdin.close();
  await child.stderr.cancel();
});

Deno.test("cloud_main ends with its parent, and leaves Ctrl-C to it", async () => {
  const child = start({ PARENT_WATCH: "stdin" });
  const url = await urlOf(child);
  child.kill("SIGINT");
  const response = await fetch(url);
  assert.equal(response.status, 501);
  await response.body?.cancel();
  await child.stdin.close();
  assert.equal((await child.status).code, 0);
  await child.stderr.cancel();
});

Deno.test("cloud_main names every bad setting and exits 2", async () => {
  const child = start({ PORT: "x", METRIC_PERIOD_S: "1.5", LATENCIES: "[]" });
  await child.stdin.close();
  const { code, stderr } = await child.output();
  assert.equal(code, 2);
  const text = new TextDecoder().decode(stderr);
  for (const name of ["PORT", "METRIC_PERIOD_S", "LATENCIES"]) assert.ok(text.includes(name), text);
});

Deno.test("cloud_main refuses an unknown latency and exits 2", async () => {
  const child = start({ LATENCIES: '{"sns.pubish": 110}' });
  await child.stdin.close();
  const { code, stderr } = await child.output();
  assert.equal(code, 2);
  assert.match(new TextDecoder().decode(stderr), /sns\.pubish.*sns\.publish/s);
});
