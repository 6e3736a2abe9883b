import assert from "node:assert/strict";
import { captionOf } from "./caption.ts";
import { LOCAL, SIM } from "./examples_for_tests.ts";
import { apart, dashOf, lookOf, requireOneSize, targetOf } from "./seen.ts";

Deno.test("what is simulated never looks like what is measured", () => {
  assert.deepEqual(dashOf("local"), {});
  assert.notEqual(dashOf("sim").dash, undefined);
  assert.notEqual(lookOf("local"), lookOf("sim"));
});

Deno.test("requireOneSize() names the runs that differ in size or time factor", () => {
  requireOneSize("scaling", [LOCAL, SIM]);
  assert.throws(
    () => requireOneSize("scaling", [LOCAL, { ...SIM, size: "original", time_factor: 1 }]),
    /quick × 30 \(example-local\) and original × 1 \(example-sim\)/,
  );
  assert.throws(() => requireOneSize("scaling", []), /got no run/);
});

Deno.test("targetOf() is that of all runs, or must be named", () => {
  assert.equal(targetOf("scaling", {}, [LOCAL]), "local");
  assert.equal(targetOf("scaling", { target: "sim" }, [LOCAL, SIM]), "sim");
  assert.throws(() => targetOf("scaling", {}, [LOCAL, SIM]), /must name the target/);
  assert.throws(() => targetOf("scaling", { target: "aws" }, [LOCAL]), /got aws/);
});

Deno.test("apart() tells targets apart only where both are drawn", () => {
  assert.equal(apart("sim", [SIM]), "");
  assert.equal(apart("sim", [LOCAL, SIM]), ", simulated");
  assert.equal(apart("local", [LOCAL, SIM]), ", measured");
});

Deno.test("captionOf() tells runs of one kind together, and how a run ended badly", () => {
  assert.equal(
    captionOf([LOCAL, { ...LOCAL, run_id: "b", state: "interrupted" }], ["Prices of today"]),
    "Measured (local), quick size, 30 × faster than the original, 5 repetitions. " +
      "Runs example-local, b (interrupted). Prices of today.",
  );
  assert.match(captionOf([{ ...SIM, time_factor: 1 }]), /^Simulated .* at the original's speed/);
});
