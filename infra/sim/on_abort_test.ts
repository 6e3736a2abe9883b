import assert from "node:assert/strict";
import { onAbort } from "./on_abort.ts";

Deno.test("onAbort() calls those who still wait, in the order of asking, once", () => {
  const controller = new AbortController();
  const called: number[] = [];
  onAbort(controller.signal, () => called.push(1));
  const takeBack = onAbort(controller.signal, () => called.push(2));
  onAbort(controller.signal, () => called.push(3));
  takeBack();
  controller.abort();
  controller.abort();
  assert.deepEqual(called, [1, 3]);
});

Deno.test("onAbort() lets one function wait twice", () => {
  const controller = new AbortController();
  let calls = 0;
  const callback = () => calls++;
  onAbort(controller.signal, callback);
  onAbort(controller.signal, callback);
  controller.abort();
  assert.equal(calls, 2);
});
