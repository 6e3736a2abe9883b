import assert from "node:assert/strict";
import { readRequest } from "./experiment_request.ts";
import { type Fault, faultText } from "./fail.ts";

/** A request as the command line gives it, and what is wrong with it. */
function read(name: string, options: Record<string, unknown> = {}) {
  const faults: Fault[] = [];
  const defaults = { size: "quick", target: "local", repetitions: "1", set: [], trial: [] };
  const request = readRequest(name, { ...defaults, ...options }, faults);
  return { request, faults: faults.map(faultText) };
}

Deno.test("readRequest() has the experiment's trials and settings, and a seed of its own", () => {
  const { request, faults } = read("phase5", { set: ["payment_ms=50"] });
  assert.deepEqual(faults, []);
  assert.equal(request!.plan.trials.length, 6);
  assert.equal(request!.settings.payment_ms, 50);
  assert.ok(Number.isInteger(request!.seed));
  assert.equal(read("phase5", { seed: "7" }).request!.seed, 7);
});

Deno.test("readRequest() leaves out trials that were not asked for, and those of another target", () => {
  const ids = (options: Record<string, unknown>, name = "phase5") =>
    read(name, options).request!.plan.trials.map(({ trial }) => trial);
  assert.deepEqual(ids({ trial: ["concurrency-20"] }), ["concurrency-20"]);
  assert.ok(!ids({}, "phase5-workers").includes("processes-64x5"));
  assert.ok(ids({ target: "sim" }, "phase5-workers").includes("processes-64x5"));
});

Deno.test("readRequest() names every fault at once, and requests nothing then", () => {
  const { request, faults } = read("phase5", {
    size: "huge",
    target: "moon",
    repetitions: "0",
    seed: "1.5",
    set: ["payment_ms=0", "trials=5x5,5x5"],
    trial: ["concurrency-7"],
  });
  assert.equal(request, undefined);
  for (
    const wanted of [
      /--size must be one of quick, original, got "huge"/,
      /--target must be one of local, sim, got "moon"/,
      /--repetitions must be a whole number from 1 to 10000, got "0"/,
      /--seed must be a whole number .*, got "1.5"/,
      /payment_ms must be a number .*, got "0"/,
      /phase5 has no trial concurrency-7/,
    ]
  ) assert.ok(faults.some((fault) => wanted.test(fault)), `${wanted}: ${faults.join("; ")}`);
});

Deno.test("readRequest() refuses trials that are alike, and payments drawn by processes", () => {
  assert.match(read("phase5", { set: ["trials=5x5,5x5"] }).faults[0]!, /trials must differ/);
  const drawn = { set: ["payment_model=exponential"] };
  assert.match(read("phase5", drawn).faults[0]!, /payment_model must be constant, or --target sim/);
  assert.deepEqual(read("phase5", { ...drawn, target: "sim" }).faults, []);
});

Deno.test("readRequest() says what was meant, perhaps", () => {
  const cases: [string, Record<string, unknown>, RegExp][] = [
    ["phse5", {}, /there must be such an experiment, got "phse5"\n {2}did you mean phase5/],
    [
      "phase5",
      { trial: ["concurrency-6"] },
      /no trial .*\n {2}did you mean concurrency-1 or concur/,
    ],
    ["phase5", { set: ["paymentms=1"] }, /no setting paymentms\n {2}did you mean payment_ms\?/],
    ["phase5", { target: "locl" }, /got "locl"\n {2}did you mean local\?/],
    ["phase5", { set: ["users=3"] }, /users goes with load_model=closed/],
  ];
  for (const [name, options, wanted] of cases) {
    assert.match(read(name, options).faults.join("\n"), wanted);
  }
});
