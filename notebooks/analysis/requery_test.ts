import assert from "node:assert/strict";
import { DuckDBInstance } from "@duckdb/node-api";
import { backlogPeak } from "./backlog.ts";
import { meanOfRepetitions, ratioOverRepetitions } from "./combine.ts";
import { drainByCloudWatch, drainByLedger, drainDifference } from "./drain.ts";
import { duplicates, leaseOf, longestHold, safeLease, shareHeldPastLease } from "./duplicates.ts";
import { responseDelta } from "./effects.ts";
import type { Figure } from "./figure.ts";
import { growthByCounting, growthByRegression } from "./growth.ts";
import { responseQuantile } from "./latency.ts";
import { littlesLaw } from "./little.ts";
import { overRepetitions } from "./repetitions.ts";
import type { Run } from "./run.ts";
import { efficiency, fittedCeiling, scalingRows, speedUp } from "./scaling.ts";
import { tinyRun } from "./tiny_run.ts";
import { throughput, utilisation } from "./utilisation.ts";
import { WINDOWS } from "./windows.ts";

const KEY = { trial: "slots-2", repetition: 2 };

async function allFigures(run: Run): Promise<Figure[]> {
  const trials = ["slots-1", "slots-2"];
  return [
    await overRepetitions(run, KEY.trial, "confirmed / load_s", "orders/s"),
    await ratioOverRepetitions(run, "drain_s", "slots-2", "slots-1", "times"),
    await meanOfRepetitions(run, KEY.trial, growthByRegression),
    await meanOfRepetitions(run, KEY.trial, drainDifference),
    await backlogPeak(run, KEY),
    await responseQuantile(run, KEY.trial, 0.95),
    await responseDelta(run, "slots-2", "slots-1"),
    await drainByLedger(run, KEY),
    await drainByCloudWatch(run, KEY),
    await drainDifference(run, KEY),
    await growthByCounting(run, KEY),
    await growthByRegression(run, KEY),
    ...Object.values(await littlesLaw(run, KEY)),
    await utilisation(run, KEY),
    ...await Promise.all(WINDOWS.map((window) => throughput(run, KEY, window))),
    ...(await scalingRows(run, trials)).map(({ rate }) => rate),
    await speedUp(run, "slots-2", "slots-1"),
    await efficiency(run, "slots-2", "slots-1"),
    await fittedCeiling(run, trials),
    ...Object.values(await duplicates(run, KEY.trial)),
    await shareHeldPastLease(run, KEY.trial),
    leaseOf(run, KEY.trial),
    await longestHold(run, KEY.trial),
    await safeLease(run, KEY.trial),
  ];
}

Deno.test("every figure's query gives its value in any DuckDB inside the run's folder", async () => {
  await using tiny = await tinyRun({ slots: [1, 2], manifest: { repetitions: 5 } });
  const figures = await allFigures(tiny.run);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await connection.run(`SET file_search_path = '${tiny.path}'`);
    for (const { value, source } of figures) {
      assert.ok(source.kind === "rows" && source.rows > 0, JSON.stringify(source));
      const [row] = (await connection.runAndReadAll(source.query)).getRowsJS();
      assert.equal(row!.length, 1);
      const again = Number(row![0]);
      const close = Math.abs(again - value) <= 1e-9 * Math.max(1, Math.abs(value));
      assert.ok(close, `${source.query} gave ${again}, not ${value}`);
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
});
