import assert from "node:assert/strict";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import type { LogLine } from "../orders/log.ts";
import { QueueError } from "../orders/ports.ts";
import { createReceiveFailures, REFUSED_MS_MAX } from "./receive_failures.ts";

function failuresTest() {
  const clock = createVirtualClock();
  const lines: LogLine[] = [];
  const random = { next: () => 0.5 };
  const log = (line: LogLine) => lines.push(line);
  return { clock, lines, failures: createReceiveFailures({ clock, random, log }) };
}

const throttled = new QueueError("RequestThrottled", "slow down", true);
const gone = new QueueError("NonExistentQueue", "gone", false);

Deno.test("createReceiveFailures() waits longer with each failure in a row, and says so", () => {
  const { failures, lines } = failuresTest();
  const waits = Array.from({ length: 7 }, () => failures.failed(throttled));
  assert.deepEqual(waits, [100, 200, 400, 800, 1600, 2500, 2500]);
  failures.succeeded();
  assert.equal(failures.failed(throttled), 100);
  assert.deepEqual(lines[1], {
    event: "receive_failed",
    code: "RequestThrottled",
    reason: "slow down",
    failures: 2,
    retry_in_ms: 200,
  });
});

Deno.test("createReceiveFailures() gives up on a queue that has refused for half a minute", async () => {
  const { clock, failures } = failuresTest();
  await clock.run(async () => {
    assert.equal(typeof failures.failed(gone), "number");
    await clock.sleep(REFUSED_MS_MAX - 1);
    assert.equal(typeof failures.failed(gone), "number");
    await clock.sleep(1);
    assert.equal(failures.failed(gone), gone);
  });
});

Deno.test("createReceiveFailures() never gives up on what may pass, or has passed between", async () => {
  const { clock, failures } = failuresTest();
  await clock.run(async () => {
    for (const between of [() => failures.failed(throttled), () => failures.succeeded()]) {
      assert.equal(typeof failures.failed(gone), "number");
      await clock.sleep(REFUSED_MS_MAX);
      between();
      assert.equal(typeof failures.failed(gone), "number");
      failures.succeeded();
    }
  });
});

Deno.test("createReceiveFailures() takes an unknown error for a refusal, and names it", () => {
  const { failures, lines } = failuresTest();
  failures.failed(new TypeError("odd"));
  assert.equal(lines[0]!.reason, "TypeError: odd");
});
