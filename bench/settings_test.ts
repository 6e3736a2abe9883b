import assert from "node:assert/strict";
import { BadInput } from "../experiments/cli/fail.ts";
import type { Bench } from "./definition.ts";
import { readBenchSettings } from "./settings.ts";

const bench: Bench = {
  name: "worker",
  title: "",
  cases: ["slots-1", "slots-20"],
  scripts: [],
  runs: 5,
  measure: () => Promise.resolve([]),
  result: () => ({ lines: [], missed: [] }),
};

function faultsOf(...argv: string[]): string {
  try {
    readBenchSettings(argv, [bench]);
  } catch (error) {
    assert(error instanceof BadInput);
    return error.message;
  }
  return "";
}

Deno.test("readBenchSettings() reads every option", () => {
  assert.deepEqual(
    readBenchSettings(
      ["worker", "--runs", "3", "--case", "slots-1", "--case", "slots-20", "--json"]
        .concat(["--out", "a.csv", "--compare", "b.csv", "--endpoint", "http://127.0.0.1:4566/"]),
      [bench],
    ),
    {
      bench,
      runs: 3,
      cases: ["slots-1", "slots-20"],
      json: true,
      out: "a.csv",
      compare: "b.csv",
      endpoint: "http://127.0.0.1:4566",
    },
  );
});

Deno.test("readBenchSettings() lists benches without a name", () => {
  assert.deepEqual(readBenchSettings([], [bench]), { cases: [], json: false });
});

Deno.test("readBenchSettings() names every fault at once", () => {
  const faults = faultsOf("worker", "--runs", "0", "--case", "slot-1", "--endpoint", "x", "--jsn");
  assert.match(faults, /--runs must be a whole number from 1 to 1000, got "0"/);
  assert.match(faults, /worker has no case slot-1\n {2}did you mean slots-1/);
  assert.match(faults, /--endpoint must be an http: or https: URL, got "x"/);
  assert.match(faults, /there is no option --jsn/);
});

Deno.test("readBenchSettings() suggests a bench, and asks for one that options need", () => {
  assert.match(faultsOf("worke"), /there is no bench worke\n {2}did you mean worker/);
  assert.match(faultsOf("--runs", "3"), /--runs needs the name of a bench/);
});
