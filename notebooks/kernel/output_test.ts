import assert from "node:assert/strict";
import { errorOf, outputOf } from "./output.ts";

Deno.test("outputOf() makes nbformat outputs of the kernel's messages", () => {
  const data = { "text/plain": "4" };
  const cases = [
    ["stream", { name: "stderr", text: "no\n" }, { name: "stderr", text: "no\n" }],
    ["stream", { name: "stdout", text: ["a\n", "b"] }, { name: "stdout", text: "a\nb" }],
    ["display_data", { data, metadata: {}, transient: {} }, { data, metadata: {} }],
    ["display_data", { data }, { data, metadata: {} }],
    ["execute_result", { data, execution_count: 3 }, { data, metadata: {}, execution_count: 3 }],
    [
      "error",
      { ename: "TypeError", evalue: "x", traceback: ["at 1"] },
      { ename: "TypeError", evalue: "x", traceback: ["at 1"] },
    ],
  ] as const;
  for (const [type, content, wanted] of cases) {
    assert.deepEqual(outputOf({ type, content }), { output_type: type, ...wanted });
  }
});

Deno.test("outputOf() takes nothing from other messages, and refuses malformed ones", () => {
  for (const type of ["status", "execute_input", "comm_open"]) {
    assert.equal(outputOf({ type, content: {} }), undefined);
  }
  assert.throws(() => outputOf({ type: "stream", content: { name: "stdlog", text: "" } }));
  assert.throws(() => outputOf({ type: "error", content: null }));
});

Deno.test("errorOf() finds the first error", () => {
  const error = { output_type: "error" as const, ename: "E", evalue: "", traceback: [] };
  const stream = { output_type: "stream" as const, name: "stdout" as const, text: "" };
  assert.equal(errorOf([stream]), undefined);
  assert.equal(errorOf([stream, error, { ...error }]), error);
});
