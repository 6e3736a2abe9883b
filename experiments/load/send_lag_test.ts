import assert from "node:assert/strict";
import type { RequestRow } from "./request_row.ts";
import { latenessOf, sendLagMsP99 } from "./send_lag.ts";

const row = (dueAtMs: number, sentAtMs: number | undefined): RequestRow => ({
  trial: "trial-a",
  repetition: 1,
  order_id: "o",
  path: "queue",
  sender: "arrivals",
  scheduled_at_ms: dueAtMs,
  sent_at_ms: sentAtMs,
  responded_at_ms: undefined,
  status: undefined,
  outcome: sentAtMs === undefined ? "unsent" : "confirmed",
  error: undefined,
});

const rows = (count: number, sentAtMs: (n: number) => number | undefined) =>
  Array.from({ length: count }, (_, n) => row(n * 10, sentAtMs(n)));

Deno.test("sendLagMsP99() is the lag that one order in a hundred exceeds, of the sent ones", () => {
  assert.equal(sendLagMsP99([]), undefined);
  assert.equal(sendLagMsP99([row(0, undefined)]), undefined);
  assert.equal(sendLagMsP99(rows(100, (n) => n * 10 + n)), 98);
  assert.equal(sendLagMsP99(rows(200, (n) => n % 2 ? undefined : n * 10 + 3)), 3);
  assert.equal(sendLagMsP99(rows(100, (n) => n * 10 + (n < 50 ? 9 : 1)), 50), 1);
});

Deno.test("latenessOf() says nothing of a generator that keeps its schedule", () => {
  assert.equal(latenessOf([], "open"), undefined);
  assert.equal(latenessOf(rows(1000, (n) => n * 10 + 2), "open"), undefined);
  // One long pause in a thousand orders is not the 99th percentile.
  assert.equal(latenessOf(rows(1000, (n) => n * 10 + (n === 5 ? 500 : 0)), "open"), undefined);
  // Two orders 3 ms apart instead of 1 are no shortfall.
  assert.equal(latenessOf([row(0, 0), row(1, 3)], "open"), undefined);
});

Deno.test("latenessOf() tells lag and shortfall in figures", () => {
  assert.equal(
    latenessOf(rows(1000, (n) => n * 15), "open"),
    "p99 send lag 4945 ms, more than 100, rate 33 % short: 9990 ms of sends took 14985 ms",
  );
  assert.equal(
    latenessOf(rows(10, (n) => n * 13), "open"),
    "rate 23 % short: 90 ms of sends took 117 ms",
  );
  assert.equal(
    latenessOf(rows(1000, (n) => n * 15), "closed"),
    "p99 send lag 4945 ms, more than 100",
  );
});
