import assert from "node:assert/strict";

Deno.test("onInterrupt() hears a real signal and lets the process end after dispose()", async () => {
  const script = new URL("./signals.ts", import.meta.url).href;
  const code = `
    import { onInterrupt } from ${JSON.stringify(script)};
    const { signal, dispose } = onInterrupt();
    const timer = setTimeout(() => Deno.exit(9), 20_000);
    signal.addEventListener("abort", () => {
      console.log(signal.reason.message);
      dispose();
      clearTimeout(timer);
    });
    console.log("ready");`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, code);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", "--quiet", file],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text === "ready\n") child.kill("SIGTERM");
  }
  assert.equal(text, "ready\nInterrupted by SIGTERM\n");
  assert.equal((await child.status).code, 0);
  await Deno.remove(file);
});
