/** What the analysis says of a trial agrees with what the runner wrote of it. */
import assert from "node:assert/strict";
import { longestHold, safeLease, shareHeldPastLease } from "./duplicates.ts";
import { growthByCounting, growthByRegression } from "./growth.ts";
import { littlesLaw } from "./little.ts";
import { efficiency, fittedCeiling, scalingRows, speedUp } from "./scaling.ts";
import { tinyRun } from "./tiny_run.ts";
import { throughput, utilisation } from "./utilisation.ts";
import { windowOf } from "./windows.ts";

// The runner writes six decimals.
const near = (value: number, wanted: number | undefined) =>
  assert.ok(Math.abs(value - wanted!) < 1e-7 * Math.max(1, value), `${value} must be ${wanted}`);

Deno.test("growth and throughput are the summary's, and Little's law holds", async () => {
  await using tiny = await tinyRun({ slots: [1, 2], manifest: { repetitions: 2 } });
  assert.equal(tiny.run.summary.length, 4);
  for (const row of tiny.run.summary) {
    near((await growthByCounting(tiny.run, row)).value, row.backlog_growth_per_s);
    near((await throughput(tiny.run, row)).value, row.throughput_per_s);
    near((await littlesLaw(tiny.run, row)).ratio.value, 1);
  }
});

Deno.test("utilisation is of first payments, within the window in which all slots could be busy", async () => {
  await using tiny = await tinyRun({ slots: [1, 8] });
  const [one] = tiny.run.summary;
  assert.deepEqual(await windowOf(tiny.run, one!, "utilisation"), { fromMs: 10, toMs: 410 });
  near((await utilisation(tiny.run, one!)).value, 1);
  const eight = { trial: "slots-8", repetition: 1 };
  assert.equal(await windowOf(tiny.run, eight, "utilisation"), undefined);
  await assert.rejects(utilisation(tiny.run, eight), /the backlog must reach the 8 orders/);
  await assert.rejects(scalingRows(tiny.run, ["slots-8"]), /must have a value, got none/);
});

Deno.test("the backlog's slope is the regression's over the changes in the growth window", async () => {
  await using tiny = await tinyRun();
  near((await growthByRegression(tiny.run, tiny.run.summary[0]!)).value, 37 / 320 * 1000);
});

Deno.test("speed-up, efficiency and fitted ceiling follow from the trials' throughput", async () => {
  await using tiny = await tinyRun({ slots: [1, 2] });
  const rate = { one: 8 / 0.4, two: 7 / 0.18 };
  const rows = await scalingRows(tiny.run, ["slots-1", "slots-2"]);
  assert.deepEqual(rows.map(({ loops }) => loops), [1, 2]);
  near((await speedUp(tiny.run, "slots-2", "slots-1")).value, rate.two / rate.one);
  near((await efficiency(tiny.run, "slots-2", "slots-1")).value, rate.two / rate.one / 2);
  const fitted = (20 * rate.one + 40 * rate.two) / (20 ** 2 + 40 ** 2);
  near((await fittedCeiling(tiny.run, ["slots-1", "slots-2"])).value, fitted);
  await assert.rejects(fittedCeiling(tiny.run, ["slots-3"]), /it has slots-1, slots-2/);
});

Deno.test("a safe lease is the next whole second after the longest hold, and a hold as long as the lease is not past it", async () => {
  await using tiny = await tinyRun({ manifest: { repetitions: 2 } });
  near((await longestHold(tiny.run, "slots-2")).value, 0.12);
  near((await safeLease(tiny.run, "slots-2")).value, 1);
  const plan = tiny.run.manifest.plan.trials[0]!;
  for (const [leaseS, share] of [[0.1, 1], [0.11, 0.5], [0.12, 0]] as const) {
    plan.visibilityTimeoutS = leaseS;
    near((await shareHeldPastLease(tiny.run, "slots-2")).value, share);
  }
});
