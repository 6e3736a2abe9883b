import assert from "node:assert/strict";
import { tinyRun } from "./tiny_run.ts";
import { windowOf, WINDOWS } from "./windows.ts";

const KEY = { trial: "slots-2", repetition: 1 };

Deno.test("each window begins and ends at its events", async () => {
  await using tiny = await tinyRun();
  const windows = await Promise.all(WINDOWS.map((window) => windowOf(tiny.run, KEY, window)));
  const rounded = windows.map((window) => [window!.fromMs, window!.toMs].map(Math.round));
  assert.deepEqual(Object.fromEntries(WINDOWS.map((name, i) => [name, rounded[i]])), {
    load: [0, 100],
    arrivals: [0, 80],
    growth: [60, 80],
    utilisation: [30, 210],
    drain: [80, 230],
    whole: [10, 230],
  });
});

Deno.test("a window that a trial does not have is undefined, and a trial that is not there is named", async () => {
  await using tiny = await tinyRun({ slots: [100] });
  const key = { trial: "slots-100", repetition: 1 };
  assert.equal(await windowOf(tiny.run, key, "utilisation"), undefined);
  await assert.rejects(
    windowOf(tiny.run, KEY, "drain"),
    /has no trial slots-2 repetition 1; it has slots-100 repetition 1/,
  );
});
