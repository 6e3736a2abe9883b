import assert from "node:assert/strict";
import fc from "fast-check";
import { ledgerRun } from "./ledger_run.ts";
import { littlesLaw } from "./little.ts";

const KEY = { trial: "ledger-1", repetition: 1 };

const near = (value: number, wanted: number) =>
  assert.ok(Math.abs(value - wanted) < 1e-9, `${value} must be ${wanted}`);

Deno.test("Little's law holds where clocks put the last completion before its acceptance", async () => {
  await using of = await ledgerRun([[
    { acceptedAtMs: 0, completedAtMs: 40 },
    { acceptedAtMs: 60, completedAtMs: 50 },
  ]]);
  const { inSystem, arrivalRate, timeInSystem, ratio } = await littlesLaw(of.run, KEY);
  near(inSystem.value, 40 / 60);
  near(arrivalRate.value, 2 / 0.06);
  near(timeInSystem.value, 0.02);
  near(ratio.value, 1);
});

Deno.test("Little's law leaves out an order of which only the completion is known", async () => {
  await using of = await ledgerRun([[
    { acceptedAtMs: 0, completedAtMs: 40 },
    { respondedAtMs: 5, completedAtMs: 90 },
  ]]);
  const { arrivalRate, timeInSystem, ratio } = await littlesLaw(of.run, KEY);
  near(arrivalRate.value, 1 / 0.04);
  near(timeInSystem.value, 0.04);
  near(ratio.value, 1);
});

Deno.test("L, λ and W of orders that are left are over one time, to the last change", async () => {
  await using of = await ledgerRun([[
    { acceptedAtMs: 0, completedAtMs: 40 },
    { acceptedAtMs: 100 },
  ]]);
  const { inSystem, arrivalRate, timeInSystem, ratio } = await littlesLaw(of.run, KEY);
  near(inSystem.value, 0.4);
  near(arrivalRate.value, 20);
  near(timeInSystem.value, 0.04);
  near(ratio.value, 0.5);
});

Deno.test("Little's law holds of any ledger whose orders were all finished", async () => {
  const order = fc.record({ acceptedAtMs: fc.nat(60), completedAtMs: fc.nat(90) });
  const ledgers = fc.sample(fc.array(order, { minLength: 1, maxLength: 12 }), {
    seed: 1,
    numRuns: 40,
  }).filter((orders) =>
    orders.some(({ acceptedAtMs, completedAtMs }) => completedAtMs > acceptedAtMs)
  );
  await using of = await ledgerRun(ledgers);
  for (const row of of.run.summary) near((await littlesLaw(of.run, row)).ratio.value, 1);
});
