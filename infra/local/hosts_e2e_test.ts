import assert from "node:assert/strict";
import { hostScript, prefetchHosts } from "./hosts.ts";

Deno.test("prefetchHosts() resolves when all is cached, and ends with its signal", async () => {
  await prefetchHosts(["worker"]);
  const stopped = AbortSignal.abort(new Error("stopped before it began"));
  await assert.rejects(prefetchHosts(["worker"], stopped));
  assert.match(hostScript("api"), /^file:.*services\/api\/main\.ts$/);
});
