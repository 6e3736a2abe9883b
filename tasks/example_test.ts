import assert from "node:assert/strict";
import { catalog } from "../experiments/catalog/catalog.ts";
import { commands } from "./example.ts";

Deno.test("commands() of the example runs name experiments of the catalog, and trials that they have", () => {
  for (const [name, ...args] of commands()) {
    if (name === "parity") continue;
    const experiment = catalog.find((one) => one.name === name);
    assert.ok(experiment, name);
    const size = args.includes("original") ? "original" : "quick";
    const trials = experiment.plan(experiment.sizes[size]).trials.map(({ trial }) => trial);
    const named = args.filter((_, index) => args[index - 1] === "--trial");
    for (const trial of named) assert.ok(trials.includes(trial), trial);
  }
});
