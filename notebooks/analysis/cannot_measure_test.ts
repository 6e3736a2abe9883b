import assert from "node:assert/strict";
import { middleRepetition, repetitionValues } from "./repetitions.ts";
import { measure } from "./run.ts";
import { tinyRun } from "./tiny_run.ts";

Deno.test("what a run does not have is refused with what is wrong with the run", async () => {
  await using tiny = await tinyRun({
    manifest: { state: "interrupted" },
    summary: { state: "interrupted", drain_s: undefined },
  });
  const where = "trial = 'slots-9'";
  const expected = /; the run is interrupted; slots-2 repetition 1 is interrupted$/;
  await assert.rejects(
    measure(tiny.run, { where, expression: "max(completed_at_ms)", unit: "s" }),
    expected,
  );
  await assert.rejects(
    middleRepetition(tiny.run, "slots-2", "drain_s"),
    /Cannot measure drain_s of slots-2 in \S+: a repetition must be completed with one, none is; the run/,
  );
  await assert.rejects(repetitionValues(tiny.run, "slots-2", "drain_s"), expected);
});
