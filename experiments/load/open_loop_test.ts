import assert from "node:assert/strict";
import { countOf, loaded, open, slowSender } from "./loads_for_tests.ts";

Deno.test("runLoad() open loop: a row per order, with its times since the run's start", async () => {
  const result = await loaded(open(4, 1));
  assert.deepEqual(result.rows[3], {
    trial: "trial-a",
    repetition: 2,
    order_id: "trial-a-r2-000004",
    path: "queue",
    sender: "arrivals",
    scheduled_at_ms: 5750,
    sent_at_ms: 5750,
    responded_at_ms: 5754,
    status: 202,
    outcome: "confirmed",
    error: undefined,
  });
  assert.equal(result.rows.length, 4);
  assert.deepEqual({ ...result, rows: [] }, {
    rows: [],
    marks: [],
    startedAtMs: 5000,
    endedAtMs: 6000,
    interrupted: false,
  });
});

Deno.test("runLoad() open loop: slow answers delay no send", async () => {
  const result = await loaded(open(100, 1), { sender: (clock) => slowSender(clock, 30_000) });
  assert.equal(countOf(result, "confirmed"), 100);
  assert.ok(result.rows.every((row) => row.sent_at_ms === row.scheduled_at_ms));
  assert.equal(result.endedAtMs, 6000);
});

Deno.test("runLoad() open loop: at the limit in flight an order is unsent, never late", async () => {
  const result = await loaded(open(10, 1, { inFlightMax: 3 }), {
    sender: (clock) => slowSender(clock, 450),
  });
  assert.deepEqual(
    result.rows.map(({ outcome }) => outcome === "confirmed" ? "c" : "u").join(""),
    "cccuucccuu",
  );
  const { rows: [, , , unsent], marks } = result;
  assert.equal(unsent?.sent_at_ms, undefined);
  assert.equal(unsent?.error, "3 orders in flight (in_flight_max)");
  assert.deepEqual(marks, ["orders_unsent=4 of 10 orders"]);
});

Deno.test("runLoad() open loop: answers are waited for as long as the grace", async () => {
  const result = await loaded(open(2, 1, { graceMs: 250 }), {
    sender: (clock) => slowSender(clock, 600),
  });
  assert.deepEqual(result.rows.map(({ outcome, error }) => [outcome, error]), [
    ["confirmed", undefined],
    ["failed", "no answer within 250 ms of the load's end"],
  ]);
});
