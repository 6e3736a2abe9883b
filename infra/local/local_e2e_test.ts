import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { sendOrder } from "./fault_fixture.ts";
import type { StackDescription } from "./local_screen.ts";
import { alive, childrenOf, signal, stillAlive } from "./process_probe.ts";

const SCRIPT = fileURLToPath(new URL("./local_main.ts", import.meta.url));
const PERMISSIONS = [
  "--allow-env",
  "--allow-net=127.0.0.1",
  `--allow-run=${Deno.execPath()}`,
];

function start(...args: string[]) {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...PERMISSIONS, SCRIPT, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** A running `local --json`, its children and all that it printed once it has ended. */
async function withStack(
  body: (stack: {
    description: StackDescription;
    pid: number;
    children: number[];
    ended: () => Promise<{ code: number; stdout: string; stderr: string }>;
  }) => Promise<void>,
) {
  const process = start("--json", "--payment-ms", "10");
  const stderr = new Response(process.stderr).text();
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let children: number[] = [];
  let stdout = "";
  try {
    while (!stdout.includes("\n")) {
      const { done, value } = await reader.read();
      if (done) throw new Error(`local ended before it was ready:\n${await stderr}`);
      stdout += value;
    }
    children = await childrenOf(process.pid);
    const ended = async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        stdout += part.value;
      }
      return { code: (await process.status).code, stdout, stderr: await stderr };
    };
    await body({ description: JSON.parse(stdout), pid: process.pid, children, ended });
    assert.deepEqual(await stillAlive([process.pid, ...children], 5_000), []);
  } finally {
    await signal("KILL", await alive([process.pid, ...children]));
    await process.status;
    await stderr;
    await reader.cancel();
  }
}

Deno.test("local --json prints one line, takes orders, and ends all on Ctrl-C", async () => {
  await withStack(async ({ description, pid, children, ended }) => {
    assert.deepEqual(Object.keys(description), [
      "api_url",
      "aws_endpoint_url",
      "region",
      "access_key_id",
      "secret_access_key",
      "topic_arn",
      "queue_url",
      "log_groups",
    ]);
    assert.match(description.topic_arn, /:order-processing-events$/);
    assert.match(description.queue_url, /^http:\/\/\S+\/order-processing-queue$/);
    assert.deepEqual(description.log_groups, ["/ecs/order-api", "/ecs/order-worker"]);
    assert.equal(children.length, 3, "cloud, API and worker");
    assert.deepEqual(await alive(children), children);
    assert.equal(await sendOrder(description.api_url, "o-1"), 202);
    // A terminal's Ctrl-C reaches the whole process group.
    await signal("INT", [pid, ...children]);
    const { code, stdout, stderr } = await ended();
    assert.equal(code, 130);
    assert.equal(stdout.trimEnd().split("\n").length, 1);
    assert.equal(stderr, "Interrupted by SIGINT\n");
    assert.deepEqual(await alive(children), []);
  });
});

Deno.test("local ends within its graceful time on SIGTERM too", async () => {
  await withStack(async ({ pid, children, ended }) => {
    await signal("TERM", [pid]);
    assert.equal((await ended()).code, 130);
    assert.deepEqual(await alive(children), []);
  });
});

Deno.test("local ended by SIGKILL leaves no child after five seconds", async () => {
  await withStack(async ({ pid, children }) => {
    await signal("KILL", [pid]);
    assert.deepEqual(await stillAlive(children, 5_000), []);
  });
});

Deno.test("local ends with 1 and the reason when its cloud is gone", async () => {
  await withStack(async ({ children, ended }) => {
    // The cloud is started before all others.
    await signal("KILL", children.slice(0, 1));
    const { code, stderr } = await ended();
    assert.equal(code, 1);
    assert.match(
      stderr,
      /The embedded cloud is gone, and with it every queue and log\n {2}because: /,
    );
    assert.deepEqual(await alive(children), []);
  });
});

async function refusal(...args: string[]) {
  const { code, stdout, stderr } = await start(...args).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("local names every port in use, and starts nothing", async () => {
  const taken = [0, 0].map((port) => Deno.listen({ hostname: "127.0.0.1", port }));
  const [api, cloud] = taken.map(({ addr }) => String(addr.port));
  assert.ok(api && cloud);
  const { code, stdout, stderr } = await refusal("--port", api, "--cloud-port", cloud);
  taken.forEach((listener) => listener.close());
  assert.equal(code, 2);
  assert.equal(stdout, "");
  const fault = (flag: string, port: string) =>
    `Cannot start the local stack: ${flag} must be a port of 127.0.0.1 that is free and allowed, ` +
    `got "${port}"\n  something listens on it: stop that, or leave ${flag} out for a free port\n`;
  assert.equal(stderr, fault("--port", api) + fault("--cloud-port", cloud));
});

Deno.test("local refuses what it cannot do with 2, all faults at once", async () => {
  const { code, stdout, stderr } = await refusal("--path", "lambda", "--wrokers", "2");
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /there is no option --wrokers\n {2}did you mean --workers\?\n/);
  assert.match(stderr, /--path must be queue, got "lambda"\n {2}functions are not available/);
});

Deno.test("local --help says its options and examples, and exits 0", async () => {
  const { code, stdout, stderr } = await refusal("--help");
  assert.equal(code, 0);
  assert.equal(stderr, "");
  assert.match(stdout, /--payment-ms <ms>[^]*Examples:/);
});
