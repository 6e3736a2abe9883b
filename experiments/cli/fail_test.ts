import assert from "node:assert/strict";
import { Command } from "commander";
import {
  BadInput,
  errorText,
  EXIT,
  faultText,
  Interrupted,
  runCommand,
  throwFaults,
} from "./fail.ts";

async function run(body: () => number | Promise<number>, verbose = false) {
  const lines: string[] = [];
  const code = await runCommand(body, { verbose, print: (line) => lines.push(line) });
  return { code, text: lines.join("\n") };
}

Deno.test("faultText() says what was wanted, the rule, the value and what to type", () => {
  assert.equal(
    faultText({ wanted: "run", rule: "a name is required" }),
    "Cannot run: a name is required",
  );
  assert.equal(
    faultText({ wanted: "run", rule: "rate must be > 0", value: "0", instead: "--rate 1" }),
    'Cannot run: rate must be > 0, got "0"\n  --rate 1',
  );
});

Deno.test("runCommand() returns the body's exit code and prints nothing", async () => {
  assert.deepEqual(await run(() => 0), { code: EXIT.done, text: "" });
  assert.deepEqual(await run(() => Promise.resolve(1)), { code: EXIT.failed, text: "" });
});

Deno.test("runCommand() prints every fault of a bad input and exits 2", async () => {
  const { code, text } = await run(() => {
    throwFaults([{ wanted: "run", rule: "a" }, { wanted: "run", rule: "b" }]);
    return 0;
  });
  assert.equal(code, 2);
  assert.equal(text, "Cannot run: a\nCannot run: b");
});

Deno.test("throwFaults() returns when there are none", () => {
  throwFaults([]);
  assert.throws(() => throwFaults([{ wanted: "run", rule: "a" }]), BadInput);
});

Deno.test("runCommand() exits 130 on an interruption and 1 on any other error", async () => {
  assert.equal((await run(() => Promise.reject(new Interrupted("SIGINT")))).code, 130);
  const failed = await run(() => Promise.reject(new Error("no", { cause: new Error("why") })));
  assert.deepEqual(failed, { code: 1, text: "no\n  because: why" });
});

Deno.test("runCommand() shows a stack with verbose only", async () => {
  const boom = () => Promise.reject(new Error("boom"));
  assert.doesNotMatch((await run(boom)).text, /fail_test\.ts/);
  assert.match((await run(boom, true)).text, /fail_test\.ts/);
});

Deno.test("runCommand() exits 0 after commander's help and 2 after its own complaints", async () => {
  const command = () =>
    new Command("x").exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  const parse = (args: string[]) => () => (command().parse(args, { from: "user" }), 0);
  assert.equal((await run(parse(["--help"]))).code, 0);
  assert.equal((await run(parse(["--nonsense"]))).code, 2);
});

Deno.test("errorText() names things thrown that are not errors", () => {
  assert.equal(errorText("just text"), "just text");
  assert.equal(errorText(new TypeError("")), "TypeError");
});
