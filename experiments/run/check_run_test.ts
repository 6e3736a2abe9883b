import assert from "node:assert/strict";
import { testRun } from "../compare/runs_for_tests.ts";
import { checkRun } from "./check_run.ts";
import { countOrders } from "./conservation.ts";
import { createRunFolder } from "./run_folder.ts";
import { type FinalState, ordersTable, requestsTable, summaryTable } from "./schema.ts";

const RUN_ID = "20261101T000000Z-phase5-local-abcd";

function orderRow(orderId: string, finalState: FinalState, completions: number) {
  return {
    trial: "concurrency-1",
    repetition: 1,
    order_id: orderId,
    path: "queue",
    scheduled_at_ms: 1,
    sent_at_ms: 2,
    responded_at_ms: 3,
    completed_at_ms: completions > 0 ? 100 : undefined,
    attempts: completions,
    completions,
    final_state: finalState,
  };
}

function requestRow(orderId: string, outcome: "confirmed" | "rejected") {
  return {
    trial: "concurrency-1",
    repetition: 1,
    order_id: orderId,
    path: "queue",
    sender: "arrivals",
    scheduled_at_ms: 1,
    sent_at_ms: 2,
    responded_at_ms: 3,
    status: outcome === "confirmed" ? 202 : 503,
    outcome,
  };
}

/** A whole run of two orders in a temporary folder. */
async function writeRun(parent: string, lost = false): Promise<string> {
  const folder = await createRunFolder(parent, RUN_ID);
  const requests = [requestRow("a", "confirmed"), requestRow("b", "rejected")];
  const orders = [
    lost ? orderRow("a", "lost", 0) : orderRow("a", "completed", 1),
    orderRow("b", "rejected", 0),
  ];
  await folder.append(requestsTable, requests);
  await folder.append(ordersTable, orders);
  await folder.append(summaryTable, [{
    experiment: "phase5",
    target: "local",
    size: "quick",
    time_factor: 30,
    trial: "concurrency-1",
    repetition: 1,
    path: "queue",
    load_model: "open",
    workers: 1,
    concurrency: 1,
    payment_slots: 1,
    prefetch: "ahead",
    service_time_ms: 100,
    ...countOrders(requests, orders),
    backlog_peak_orders: 1,
    queue_periods: 0,
    state: lost ? "failed" : "completed",
  }]);
  const files = await folder.finish("A question?", "2026-11-01T00:00:00Z");
  const { manifest } = testRun([], { repetitions: 1 });
  const state = lost ? "failed" : "completed";
  await folder.writeManifest({ ...manifest, run_id: RUN_ID, state, files });
  return folder.path;
}

async function inTempFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function edit(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await Deno.readTextFile(path);
  const edited = text.replace(from, to);
  assert.notEqual(edited, text, `nothing to edit in ${path}`);
  await Deno.writeTextFile(path, edited);
}

Deno.test("checkRun() finds no fault in a run as it was written", async () => {
  await inTempFolder(async (parent) => {
    assert.deepEqual(await checkRun(await writeRun(parent)), {
      run_id: RUN_ID,
      ok: true,
      faults: [],
    });
  });
});

Deno.test("checkRun() says of a failed run why it failed, however sound its files are", async () => {
  await inTempFolder(async (parent) => {
    const path = await writeRun(parent);
    const manifest = JSON.parse(await Deno.readTextFile(`${path}/manifest.json`));
    const failed = { ...manifest, state: "failed", faults: ["a: the cloud is gone"] };
    await Deno.writeTextFile(`${path}/manifest.json`, JSON.stringify(failed));
    assert.deepEqual(await checkRun(path), {
      run_id: RUN_ID,
      ok: false,
      faults: ["manifest.json: the run failed: a: the cloud is gone"],
    });
  });
});

Deno.test("checkRun() names file and line of whatever was changed by hand", async (t) => {
  const cases: [string, string, string | RegExp, string, RegExp][] = [
    [
      "another final state",
      "orders.csv",
      "1,,completed",
      "1,,rejected",
      /^orders\.csv:2: order a is rejected with 1 completions/,
    ],
    [
      "an unknown state",
      "orders.csv",
      "1,,completed",
      "1,,finished",
      /^orders\.csv:2: final_state: it must be one of/,
    ],
    [
      "an outcome",
      "requests.csv",
      "503,rejected",
      "503,failed",
      /^orders\.csv:3: order b is rejected, but requests\.csv:3 says failed/,
    ],
    [
      "a row removed",
      "orders.csv",
      /^concurrency-1,1,b.*\r\n/m,
      "",
      /summary\.csv:2: .*a request must be in the ledger: b is not/,
    ],
    [
      "a row twice",
      "requests.csv",
      /^(concurrency-1,1,a.*\r\n)/m,
      "$1$1",
      /an order id must be sent once, got a more than once/,
    ],
    [
      "a count",
      "summary.csv",
      /,2,2,0,1,1,0,/,
      ",2,2,0,2,0,0,",
      /summary\.csv:2: .*confirmed must be 1 by the rows, got 2/,
    ],
    [
      "a time",
      "orders.csv",
      ",1,2,3,",
      ",1,9,3,",
      /^orders\.csv:2: order a has responded_at_ms 3 before sent_at_ms 9/,
    ],
    [
      "a header",
      "queue.csv",
      "metric",
      "metrics",
      /^queue\.csv:1: the header must have metric and must not have metrics$/,
    ],
    [
      "text that is no CSV",
      "orders.csv",
      "concurrency-1,1,a",
      '"concurrency-1,1,a',
      /^orders\.csv: .*(quote|")/i,
    ],
    ["the manifest", "manifest.json", "{", "", /^manifest\.json: /],
    ["a manifest's plan", "manifest.json", '"plan"', '"plans"', /^manifest\.json: .* a plan with/],
  ];
  for (const [name, file, from, to, expected] of cases) {
    await t.step(name, () =>
      inTempFolder(async (parent) => {
        const path = await writeRun(parent);
        await edit(`${path}/${file}`, from, to);
        const { ok, faults } = await checkRun(path);
        assert.equal(ok, false);
        assert.ok(faults.some((fault) => expected.test(fault)), faults.join("\n"));
      }));
  }
});

Deno.test("checkRun() notices a file that reads well but is not the one written", async () => {
  await inTempFolder(async (parent) => {
    const path = await writeRun(parent);
    await edit(`${path}/orders.csv`, ",100,", ",101,");
    const { faults } = await checkRun(path);
    assert.equal(faults.length, 1);
    assert.match(faults[0]!, /^orders\.csv: it was changed after the run/);
  });
});

Deno.test("checkRun() does not pass a run that lost an order, or has lost a file", async () => {
  await inTempFolder(async (parent) => {
    const path = await writeRun(parent, true);
    const lost = await checkRun(path);
    assert.ok(lost.faults.some((fault) => /lost a$/.test(fault)), lost.faults.join("\n"));
    await Deno.remove(`${path}/requests.csv`);
    const { faults } = await checkRun(path);
    assert.ok(faults.some((fault) => fault.startsWith("requests.csv: ")), faults.join("\n"));
  });
});
