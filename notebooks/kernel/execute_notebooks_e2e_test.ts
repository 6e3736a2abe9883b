/** Notebooks on real Deno kernels. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { alive } from "../../infra/local/process_probe.ts";
import { checkNotebooks } from "./check.ts";
import { claimsOf, executeNotebooks, type NotebookProgress } from "./execute_notebooks.ts";
import { linesOf, until, withNotebooks } from "./notebooks_for_tests.ts";

const IMPORTS = `
  import { answer, claim, show } from "./claims/publish.ts";
  import { CHART, drainFigure } from "./kernel/notebooks_for_tests.ts";`;
const ANSWER = "await answer`It drains in ${drain}.`;";

/** A sound notebook that claims `<id>.drain`. */
const sound = (id: string, drain_s: number) => [
  "# How long?",
  IMPORTS,
  `const drain = await claim("${id}.drain", drainFigure(${drain_s}));`,
  "await show(CHART);",
  ANSWER,
];

Deno.test("executeNotebooks() gathers what sound notebooks publish, and goes on beside a failing one", async () => {
  const notebooks = {
    "1_one": sound("one", 28),
    "2_error": ["# Why?", "const a = 1;", "throw new TypeError('no rows')", "never"],
    "3_endless": ["while (true);"],
    "4_dies": ["1;", "Deno.exit(7)"],
    "5_five": sound("five", 5),
  };
  await withNotebooks(notebooks, async (paths) => {
    const progress: NotebookProgress[] = [];
    const executed = await executeNotebooks({
      notebooks: paths,
      environment: {},
      cellTimeoutS: 10,
      onProgress: (one) => progress.push(one),
    });
    assert.deepEqual(executed.map(({ notebook, faults }) => [notebook, faults]), [
      ["1_one", []],
      ["2_error", ["cell 3: TypeError: no rows"]],
      ["3_endless", ["cell 1: it must end within 10 s, and was stopped"]],
      ["4_dies", ["cell 2: the kernel exited with code 7"]],
      ["5_five", []],
    ]);
    const [one] = executed;
    assert.deepEqual(one!.published.charts.map(({ title }) => title), ["It drains"]);
    assert.deepEqual(one!.published.answers, [{
      text: "It drains in 28.0 s.",
      claims: ["one.drain"],
    }]);
    const { claims, faults } = claimsOf(executed);
    assert.deepEqual(claims.map(({ id, value }) => [id, value]), [["five.drain", 5], [
      "one.drain",
      28,
    ]]);
    assert.deepEqual(faults, []);
    assert.ok(progress.slice(0, 5).every(({ state }) => state === "waiting"));
    const last = new Map(
      progress.map(({ notebook, state, done, cells }) => [notebook, [state, done, cells]]),
    );
    assert.deepEqual([...last.values()], [
      ["done", 4, 4],
      ["failed", 2, 3],
      ["failed", 0, 1],
      ["failed", 1, 2],
      ["done", 4, 4],
    ]);
  });
});

Deno.test("executeNotebooks() gives cells the settings that were said, and no others", async () => {
  const cell = "await Deno.jupyter.display({ 'text/plain': '' }); if (JSON.stringify([" +
    "Deno.env.get('SPILLWAY_DATA'), Deno.env.get('SPILLWAY_RUN'), Deno.env.has('PATH'), Deno.cwd()" +
    `]) !== '["example",null,true,"${
      fileURLToPath(new URL("..", import.meta.url)).slice(0, -1)
    }"]') throw 1;`;
  Deno.env.set("SPILLWAY_RUN", "mine");
  try {
    await withNotebooks({ "1_one": [cell] }, async (notebooks) => {
      const [one] = await executeNotebooks({
        notebooks,
        environment: { SPILLWAY_DATA: "example" },
      });
      assert.deepEqual(one!.faults, []);
    });
  } finally {
    Deno.env.delete("SPILLWAY_RUN");
  }
});

Deno.test("executeNotebooks() that is aborted ends its kernels and starts no more", async () => {
  await withNotebooks({}, async (_, folder) => {
    const pids = `${folder}/pids`;
    const endless = [`Deno.writeTextFileSync("${pids}", Deno.pid + "\\n", { append: true });
      await new Promise(() => {});`];
    await withNotebooks({ a: endless, b: endless, c: endless }, async (notebooks) => {
      const controller = new AbortController();
      const executing = executeNotebooks({ notebooks, environment: {}, signal: controller.signal });
      const kernels = await until(async () => {
        const found = await linesOf(pids);
        return found.length === 2 ? found.map(Number) : undefined;
      });
      controller.abort(new Error("enough"));
      await assert.rejects(executing, /enough/);
      assert.deepEqual(await alive(kernels), []);
      assert.equal((await linesOf(pids)).length, 2);
    });
  });
});

Deno.test("checkNotebooks() compares claims, and writes them when asked to", async () => {
  await withNotebooks({ "1_one": sound("one", 28) }, async (notebooks, folder) => {
    const claimsFile = `${folder}/claims.json`;
    const lacking = await checkNotebooks({ notebooks, claimsFile, update: false });
    assert.deepEqual(lacking.faults, ["one.drain is published, and claims.json lacks it"]);
    assert.equal(lacking.onlyClaims, true);
    const written = await checkNotebooks({ notebooks, claimsFile, update: true });
    assert.deepEqual([written.faults, written.updated], [[], true]);
    const same = await checkNotebooks({ notebooks, claimsFile, update: false });
    assert.deepEqual([same.faults, same.updated], [[], false]);
  });
});

Deno.test("checkNotebooks() wants a chart, one answer, and one value a claim; else it writes nothing", async () => {
  const notebooks = {
    "1_one": sound("same", 28),
    "2_two": [...sound("same", 29).slice(0, 3), "await show(CHART);", ANSWER, ANSWER],
    "3_three": sound("three", 1).filter((cell) => !cell.includes("show(")),
  };
  await withNotebooks(notebooks, async (paths, folder) => {
    const claimsFile = `${folder}/claims.json`;
    const { faults, updated } = await checkNotebooks({
      notebooks: paths,
      claimsFile,
      update: true,
    });
    assert.deepEqual(faults, [
      "2_two: it must answer once, got 2 answers",
      "3_three: it must show a chart, got none",
      "2_two: same.drain is published twice and differs: value 28 first, 29 then",
    ]);
    assert.equal(updated, false);
    await assert.rejects(Deno.stat(claimsFile), Deno.errors.NotFound);
  });
});
