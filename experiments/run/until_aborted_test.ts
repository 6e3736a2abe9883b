import assert from "node:assert/strict";
import { untilAborted } from "./until_aborted.ts";

Deno.test("untilAborted() settles as the work does, or rejects with the abort's reason", async () => {
  const stop = new AbortController();
  assert.equal(await untilAborted(Promise.resolve(1), stop.signal), 1);
  await assert.rejects(untilAborted(Promise.reject(new Error("broken")), stop.signal), /broken/);
  const never = untilAborted(new Promise(() => {}), stop.signal);
  stop.abort(new Error("stopped"));
  await assert.rejects(never, /stopped/);
});

Deno.test("untilAborted() lets work that fails after the abort, or was given up at once, kill no process", async () => {
  const unhandled: unknown[] = [];
  const listen = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    unhandled.push(event.reason);
  };
  addEventListener("unhandledrejection", listen);
  try {
    const work = Promise.withResolvers<never>();
    await assert.rejects(
      untilAborted(work.promise, AbortSignal.abort(new Error("stopped"))),
      /stop/,
    );
    work.reject(new Error("torn down"));
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual(unhandled, []);
  } finally {
    removeEventListener("unhandledrejection", listen);
  }
});
