import assert from "node:assert/strict";
import { Command } from "commander";
import { readCommandLine } from "./command_line.ts";

const command = () =>
  new Command("local")
    .argument("[name]")
    .option("--port <number>", "where")
    .option("--workers <number>", "how many")
    .option("--latency <call=ms>", "added", (text, all: string[] = []) => [...all, text])
    .option("--json", "machine-readable")
    .configureOutput({ writeOut: () => {} });

const read = (...argv: string[]) => readCommandLine(command(), argv, "start");
const rules = (...argv: string[]) => read(...argv).faults.map(({ rule }) => rule);

Deno.test("readCommandLine() returns options and operands", () => {
  assert.deepEqual(read("phase5", "--port=80", "--latency", "a=1", "--latency", "b=2", "--json"), {
    options: { port: "80", latency: ["a=1", "b=2"], json: true },
    operands: ["phase5"],
    faults: [],
  });
});

Deno.test("readCommandLine() names every unknown option with the nearest one", () => {
  const { faults, options } = read("--prot", "80", "--wrokers=3", "--port", "81");
  assert.deepEqual(faults.map(({ rule, instead }) => [rule, instead]), [
    ["there is no option --prot", "did you mean --port?"],
    ["there is no option --wrokers", "did you mean --workers?"],
  ]);
  assert.deepEqual(options, { port: "81" });
});

Deno.test("readCommandLine() finds a value missing at the end, and other faults beside it", () => {
  assert.deepEqual(rules("--jsn", "--port"), [
    "--port needs a value",
    "there is no option --jsn",
  ]);
  assert.deepEqual(read("--latency", "--port").options, { latency: ["--port"] });
});

Deno.test("readCommandLine() refuses operands that nothing takes", () => {
  assert.deepEqual(rules("a", "b"), ["it takes at most 1 argument"]);
  assert.deepEqual(
    readCommandLine(new Command("doctor"), ["a"], "look").faults.map(({ rule }) => rule),
    ["it takes options only"],
  );
});

Deno.test("readCommandLine() takes words after -- as operands", () => {
  assert.deepEqual(read("--", "--port").operands, ["--port"]);
});

Deno.test("readCommandLine() leaves help to commander", () => {
  assert.throws(() => read("--help"), { code: "commander.helpDisplayed" });
});
