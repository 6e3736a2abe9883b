import assert from "node:assert/strict";
import fc from "fast-check";
import {
  backlogGrowthPerS,
  backlogPeak,
  backlogSteps,
  completionsWithin,
  utilisation,
  utilisationWindow,
} from "./backlog.ts";

type Order = [acceptedAtMs: number | undefined, completedAtMs: number | undefined];

function times(...orders: readonly Order[]) {
  return {
    arrivedAtMs: Float64Array.from(orders, ([atMs]) => atMs ?? NaN),
    completedAtMs: Float64Array.from(orders, ([, atMs]) => atMs ?? NaN),
  };
}

Deno.test("backlogSteps() counts from acceptance to first completion", () => {
  const steps = backlogSteps(times([0, 10], [5, 20], [6, undefined], [undefined, 3]));
  assert.deepEqual([...steps.atMs], [0, 5, 6, 10, 20]);
  assert.deepEqual([...steps.backlog], [1, 2, 3, 2, 1]);
  assert.equal(backlogPeak(steps), 3);
  assert.equal(backlogPeak(backlogSteps(times())), 0);
});

Deno.test("backlogSteps() never goes below zero and ends at the unfinished", () => {
  const orders = fc.array(
    fc.tuple(fc.nat(1000), fc.option(fc.nat(1000), { nil: undefined })),
    { maxLength: 50 },
  );
  fc.assert(fc.property(orders, (pairs) => {
    const steps = backlogSteps(times(...pairs));
    assert.ok(steps.backlog.every((orders) => orders >= 0));
    const unfinished = pairs.filter(([, completed]) => completed === undefined).length;
    assert.equal(steps.backlog.at(-1) ?? 0, unfinished);
  }));
});

Deno.test("utilisationWindow() spans from first full to last full", () => {
  // Full (>= 2) from 1 to 3 and again from 5 to 8.
  const steps = backlogSteps(times([0, 3], [1, 8], [5, 9]));
  assert.deepEqual(utilisationWindow(steps, 2), { fromMs: 1, toMs: 8 });
  assert.equal(utilisationWindow(steps, 4), undefined);
});

Deno.test("utilisation() is busy slot time over slot time, cut to the window", () => {
  const payments = [
    { startedAtMs: -50, completedAtMs: 50 },
    { startedAtMs: 0, completedAtMs: 100 },
    { startedAtMs: 50, completedAtMs: 150 },
  ];
  assert.equal(utilisation(payments, 2, { fromMs: 0, toMs: 100 }), 1);
  assert.equal(utilisation(payments, 4, { fromMs: 0, toMs: 100 }), 0.5);
});

Deno.test("completionsWithin() counts first completions, ends included", () => {
  const orders = times([0, 10], [0, 20], [0, 21], [0, undefined]);
  assert.equal(completionsWithin(orders, { fromMs: 10, toMs: 20 }), 2);
});

Deno.test("backlogGrowthPerS() counts from the first completion to the last acceptance", () => {
  // Ten a second arrive for ten seconds, two a second are completed from the second second on.
  const orders = Array.from(
    { length: 101 },
    (_, index): Order => [index * 100, index < 40 ? 1000 + index * 500 : undefined],
  );
  assert.equal(backlogGrowthPerS(times(...orders), 10_000), 8);
  assert.equal(backlogGrowthPerS(times([0, 10]), 0), undefined);
  assert.equal(backlogGrowthPerS(times([0, undefined]), 10), undefined);
});
