import assert from "node:assert/strict";
import { backlogByTrial } from "./backlog_by_trial.ts";
import { backlogExample as example, LOCAL, SIM, spike } from "./examples_for_tests.ts";

const [slowest, ...faster] = example.trials;

Deno.test("backlogByTrial() names the fastest and the slowest drain", () => {
  assert.equal(
    backlogByTrial(example).title,
    "Drains take from 0.570 s (100 loops) to 144 s (1 loop)",
  );
});

Deno.test("backlogByTrial() says that trials drain alike, or one alone", () => {
  const alike = backlogByTrial({ ...example, trials: faster.slice(0, 2) });
  assert.equal(alike.title, "5 loops and 20 loops, 5 slots drain alike, in 28.0 s");
  const alone = backlogByTrial({ ...example, trials: [slowest] });
  assert.equal(alone.title, "1 loop: drained in 144 s");
  assert.deepEqual(alone.marks, { backlog_1_marks: 1 });
});

Deno.test("backlogByTrial() names trials that were not drained", () => {
  const stuck = { label: "no loop", ledger: spike(900, 1, 60).slice(0, 20), loadEndsS: 1 };
  assert.equal(
    backlogByTrial({ ...example, trials: [stuck] }).title,
    "No loop: not drained when the data end",
  );
  assert.match(
    backlogByTrial({ ...example, trials: [...example.trials, stuck] }).title,
    /; no loop: not drained when the data end$/,
  );
});

Deno.test("backlogByTrial() tells targets apart and refuses trials that name none", () => {
  const runs = [LOCAL, SIM];
  assert.throws(() => backlogByTrial({ ...example, runs }), /must name the target/);
  const { alternative, caption } = backlogByTrial({
    ...example,
    runs,
    trials: [{ ...slowest, target: "sim" }, { ...slowest, target: "local" }],
  });
  assert.match(alternative, /1 loop, simulated: .*; 1 loop, measured: /);
  assert.match(caption, /Measured \(local\).*Simulated \(sim\)/);
});

Deno.test("backlogByTrial() refuses runs of different size, and nothing to draw", () => {
  const runs = [SIM, { ...SIM, time_factor: 1 }];
  assert.throws(() => backlogByTrial({ ...example, runs }), /one size and one time factor/);
  assert.throws(() => backlogByTrial({ ...example, trials: [] }), /got no trial/);
});
