import assert from "node:assert/strict";
import { createLogShipper } from "./log_shipper.ts";
import { alive, stillAlive } from "./process_probe.ts";
import { runService, type ServiceDefinition, type ServiceEvent } from "./supervisor.ts";

/** A host that keeps the contract of hosts; `MODE` says how it misbehaves. */
const HOST = `
const mode = Deno.env.get("MODE") ?? "";
const say = (value) => console.log(JSON.stringify(value));
if (mode === "crash") { console.error("no such queue"); Deno.exit(1); }
if (mode === "misconfigured") { console.error("PAYMENT_MS must be > 0"); Deno.exit(2); }
Deno.addSignalListener("SIGINT", () => {});
Deno.addSignalListener("SIGTERM", () => {
  if (mode === "stubborn") return;
  say({ event: "stopped" });
  Deno.exit(0);
});
if (mode === "environment") say(Deno.env.toObject());
if (mode === "listening") {
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: Number(Deno.env.get("PORT") ?? 0),
    onListen: ({ port }) => say({ event: "listening", url: "http://127.0.0.1:" + port }),
  }, () => new Response("ok"));
} else if (mode !== "silent") say({ event: "ready" });
if (mode === "fades") setTimeout(() => Deno.exit(3), 50);
for await (const _ of Deno.stdin.readable);
Deno.exit(0);
`;

const quick = { startTimeoutMs: 20_000, stopTimeoutMs: 20_000, backoffMs: 10, backoffMsMax: 20 };

async function withHost(
  mode: string,
  body: (definition: ServiceDefinition, events: ServiceEvent[]) => Promise<void>,
) {
  const folder = await Deno.makeTempDir();
  const script = `${folder}/host.ts`;
  await Deno.writeTextFile(script, HOST);
  const events: ServiceEvent[] = [];
  const permissions = ["--allow-env", "--allow-net=127.0.0.1"];
  const onEvent = (event: ServiceEvent) => events.push(event);
  const env = { MODE: mode };
  try {
    const limits = quick;
    await body({ name: "worker", script, permissions, env, desired: 1, limits, onEvent }, events);
  } finally {
    const pids = events.map((event) => event.pid);
    assert.deepEqual(await stillAlive(pids, 5_000), [], "processes left running");
    await Deno.remove(folder, { recursive: true });
  }
}

/** Waits until `holds`, at most 20 seconds. */
async function eventually(holds: () => boolean) {
  for (let i = 0; i < 2_000 && !holds(); i++) await new Promise((done) => setTimeout(done, 10));
  assert.ok(holds(), holds.toString());
}

Deno.test("runService() keeps the desired count: more, fewer, none", async () => {
  await withHost("", async (definition) => {
    const service = runService(definition);
    assert.equal((await service.ready()).length, 1);
    await service.setDesired(3);
    const three = service.processes();
    assert.deepEqual(three.map(({ state }) => state), ["ready", "ready", "ready"]);
    assert.equal(new Set(three.map(({ taskId }) => taskId)).size, 3);
    await service.setDesired(1);
    assert.deepEqual(service.processes(), three.slice(0, 1), "the newest are stopped first");
    await service.setDesired(0);
    assert.deepEqual(service.processes(), []);
    assert.equal(service.restarts, 0);
    await service.stop();
  });
});

Deno.test("runService() gives a child the stated environment and the least of its own", async () => {
  await withHost("environment", async (definition) => {
    Deno.env.set("SPILLWAY_SECRET", "not for children");
    const lines: string[] = [];
    const service = runService({
      ...definition,
      shipperFor: (name) =>
        createLogShipper({
          name,
          lingerMs: 0,
          sink: {
            put(batch) {
              lines.push(...batch.map(({ message }) => message));
              return Promise.resolve({ rejected: 0 });
            },
          },
        }),
    });
    await service.ready();
    await service.stop();
    Deno.env.delete("SPILLWAY_SECRET");
    await eventually(() => lines.length === 3);
    const env = JSON.parse(lines[0] ?? "{}");
    assert.equal(env.PARENT_WATCH, "stdin");
    assert.equal(env.MODE, "environment");
    assert.equal(env.SPILLWAY_SECRET, undefined);
    assert.deepEqual(lines.slice(1), ['{"event":"ready"}', '{"event":"stopped"}']);
  });
});

Deno.test("runService() replaces a process that ends unasked, on the same port if told to", async () => {
  await withHost("listening", async (definition, events) => {
    const service = runService({ ...definition, keepPort: true });
    const [first] = await service.ready();
    await service.kill("SIGKILL");
    await eventually(() => service.restarts === 1);
    const [second] = await service.ready();
    assert.notEqual(second?.pid, first?.pid);
    assert.equal(second?.url, first?.url);
    assert.equal(await (await fetch(second?.url ?? "")).text(), "ok");
    const ends = events.filter((event) => event.kind === "exited");
    assert.deepEqual(ends.map(({ asked, exit }) => [asked, exit.signal]), [[false, "SIGKILL"]]);
    await service.stop();
    assert.equal(service.restarts, 1);
  });
});

Deno.test("runService() replaces again and again what dies soon after it was ready", async () => {
  await withHost("fades", async (definition) => {
    const service = runService(definition);
    await eventually(() => service.restarts >= 4);
    await service.stop();
  });
});

Deno.test("runService() gives up on a process that fails to start three times in a row", async () => {
  await withHost("crash", async (definition, events) => {
    const service = runService(definition);
    const words =
      /^Cannot start worker-3-\w+: it exited with code 1 before it was ready\n {2}no such queue$/;
    await assert.rejects(service.ready(), { message: words });
    await assert.rejects(service.failed, { message: words });
    await assert.rejects(service.setDesired(2), { message: words });
    assert.equal(events.filter(({ kind }) => kind === "started").length, 3);
    await service.stop();
  });
});

Deno.test("runService() gives up at once on a process that says it is misconfigured", async () => {
  await withHost("misconfigured", async (definition, events) => {
    const service = runService(definition);
    await assert.rejects(service.ready(), /exited with code 2[^]*PAYMENT_MS must be > 0/);
    assert.equal(events.filter(({ kind }) => kind === "started").length, 1);
    await service.stop();
  });
});

Deno.test("runService() ends a process that is not ready in time", async () => {
  await withHost("silent", async (definition) => {
    const limits = { ...quick, startTimeoutMs: 1_000, startFailuresMax: 1 };
    const service = runService({ ...definition, limits });
    await assert.rejects(service.ready(), /it must be ready within 1 s and was not/);
    await service.stop();
  });
});

Deno.test("runService() without replacement fails when its process ends", async () => {
  await withHost("", async (definition, events) => {
    const service = runService({ ...definition, name: "cloud", replace: false });
    await service.ready();
    await service.kill("SIGKILL");
    await assert.rejects(service.failed, /^Error: cloud-1-\w+ was ended by SIGKILL$/);
    assert.equal(events.filter(({ kind }) => kind === "started").length, 1);
    await service.stop();
  });
});

Deno.test("stop() ends by SIGKILL what SIGTERM does not", async () => {
  await withHost("stubborn", async (definition, events) => {
    const service = runService({ ...definition, limits: { ...quick, stopTimeoutMs: 200 } });
    await service.ready();
    await service.stop();
    await service.stop();
    const ends = events.filter((event) => event.kind === "exited");
    assert.deepEqual(ends.map(({ asked, exit }) => [asked, exit.signal]), [[true, "SIGKILL"]]);
  });
});

Deno.test("stop() ends processes that are still starting", async () => {
  await withHost("silent", async (definition, events) => {
    const service = runService({ ...definition, desired: 2 });
    await eventually(() => events.length === 2);
    await service.stop();
    assert.deepEqual(service.processes(), []);
  });
});

Deno.test("runService() refuses a count that is none", async () => {
  await withHost("", async (definition) => {
    for (const desired of [-1, 1.5, NaN]) {
      assert.throws(() => runService({ ...definition, desired }), /desired must be a whole number/);
    }
    const service = runService({ ...definition, desired: 0 });
    assert.deepEqual(await service.ready(), []);
    await assert.rejects(service.setDesired(-1), RangeError);
  });
});

Deno.test("no child outlives a parent that was ended by SIGKILL, and none has a session of its own", async () => {
  await withHost("", async ({ script }) => {
    const folder = await Deno.makeTempDir();
    const parentScript = `
      import { runService } from ${
      JSON.stringify(new URL("./supervisor.ts", import.meta.url).href)
    };
      const service = runService({
        name: "worker", script: ${JSON.stringify(script)}, permissions: ["--allow-env"],
        env: { MODE: "" }, desired: 3,
      });
      console.log(JSON.stringify((await service.ready()).map(({ pid }) => pid)));
      await new Promise(() => setInterval(() => {}, 1000));`;
    await Deno.writeTextFile(`${folder}/parent.ts`, parentScript);
    const parent = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-prompt", "--allow-env", "--allow-run", `${folder}/parent.ts`],
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const reader = parent.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const pids: number[] = JSON.parse((await reader.read()).value ?? "[]");
    assert.equal(pids.length, 3);
    assert.deepEqual(await alive(pids), pids);
    assert.equal(new Set(await sessions([parent.pid, ...pids])).size, 1);
    parent.kill("SIGKILL");
    await parent.status;
    assert.deepEqual(await stillAlive(pids, 5_000), []);
    await reader.cancel();
    await Deno.remove(folder, { recursive: true });
  });
});

/** The session of each process, where the system has `/proc`; one and the same elsewhere. */
async function sessions(pids: readonly number[]): Promise<string[]> {
  const script = 'for pid; do set -- $(sed "s/.*) //" "/proc/$pid/stat"); echo "$4"; done';
  if (Deno.build.os !== "linux") return pids.map(() => "");
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", script, "sh", ...pids.map(String)],
  })
    .output();
  return new TextDecoder().decode(stdout).trim().split("\n");
}
