import assert from "node:assert/strict";
import { createSeededRandom } from "../orders/seeded_random.ts";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import type { EntryOutcome, OrderQueue } from "../orders/ports.ts";
import { createLeaseKeeper, LEASE_LOST, LEASE_TOTAL_S_MAX } from "./lease_keeper.ts";
import { createWorkerCounts } from "./worker_counts.ts";

const OK: EntryOutcome = { ok: true };
const GONE: EntryOutcome = {
  ok: false,
  code: "MessageNotInflight",
  message: "-",
  retryable: false,
};
const DOWN: EntryOutcome = { ok: false, code: "ECONNREFUSED", message: "-", retryable: true };

/** A keeper whose queue answers every extension as told, and remembers it. */
function keep(leaseS: number, answer: (receipt: string, call: number) => EntryOutcome) {
  const clock = createVirtualClock({ startAtMs: 1_800_000_000_000 });
  const startMs = clock.now();
  const calls: { atS: number; receipts: readonly string[]; leaseS: number }[] = [];
  const queue: OrderQueue = {
    receive: () => Promise.resolve([]),
    delete: (receipts) => Promise.resolve(receipts.map(() => OK)),
    extend(receipts, seconds) {
      calls.push({ atS: (clock.now() - startMs) / 1000, receipts, leaseS: seconds });
      return Promise.resolve(receipts.map((receipt) => answer(receipt, calls.length)));
    },
  };
  const counts = createWorkerCounts();
  const stop = new AbortController();
  const keeper = createLeaseKeeper(
    { queue, clock, random: createSeededRandom(1), log() {}, counts },
    leaseS,
  );
  return { clock, calls, counts, keeper, stop, startMs };
}

Deno.test("createLeaseKeeper() extends at two thirds of each lease, ten a call", async () => {
  const { clock, calls, keeper, stop, counts } = keep(30, () => OK);
  await clock.run(async () => {
    const running = keeper.run(stop.signal);
    for (let held = 0; held < 25; held++) keeper.hold(`r${held}`, clock.now());
    await clock.sleep(45_000);
    stop.abort();
    await running;
  });
  assert.deepEqual(calls.map(({ atS, receipts }) => [atS, receipts.length]), [
    [20, 10],
    [20, 10],
    [20, 5],
    [40, 10],
    [40, 10],
    [40, 5],
  ]);
  assert.equal(counts.leasesExtended, 50);
});

Deno.test("createLeaseKeeper() leaves what was released alone", async () => {
  const { clock, calls, keeper, stop } = keep(30, () => OK);
  await clock.run(async () => {
    const running = keeper.run(stop.signal);
    const lease = keeper.hold("r1", clock.now());
    keeper.hold("r2", clock.now());
    await clock.sleep(19_000);
    lease.release();
    await clock.sleep(2000);
    stop.abort();
    await running;
    assert.equal(lease.givenUp.signal.aborted, false);
  });
  assert.deepEqual(calls.map(({ receipts }) => receipts), [["r2"]]);
});

Deno.test("createLeaseKeeper() gives a message up that the queue says is gone", async () => {
  const { clock, keeper, stop, counts } = keep(30, (receipt) => receipt === "r1" ? GONE : OK);
  await clock.run(async () => {
    const running = keeper.run(stop.signal);
    const [lost, kept] = ["r1", "r2"].map((receipt) => keeper.hold(receipt, clock.now()));
    await clock.sleep(21_000);
    stop.abort();
    await running;
    assert.equal(lost!.givenUp.signal.reason.message, LEASE_LOST);
    assert.equal(kept!.givenUp.signal.aborted, false);
  });
  assert.equal(counts.leasesLost, 1);
});

Deno.test("createLeaseKeeper() tries again while the lease lasts, then gives the message up", async () => {
  const recovering = keep(30, (_receipt, call) => call < 4 ? DOWN : OK);
  const failing = keep(30, () => DOWN);
  for (
    const [{ clock, keeper, stop, calls }, lost] of [[recovering, false], [failing, true]] as const
  ) {
    await clock.run(async () => {
      const running = keeper.run(stop.signal);
      const lease = keeper.hold("r1", clock.now());
      await clock.sleep(33_000);
      stop.abort();
      await running;
      assert.equal(lease.givenUp.signal.aborted, lost);
    });
    assert.ok(calls.length >= 4);
    assert.ok(calls.every(({ atS }) => atS >= 20 && atS < 32));
  }
});

Deno.test("createLeaseKeeper() holds no message longer than the twelve hours of SQS", async () => {
  const { clock, calls, keeper, stop, startMs } = keep(10_000, () => OK);
  await clock.run(async () => {
    const running = keeper.run(stop.signal);
    const lease = keeper.hold("r1", clock.now());
    await clock.sleep(LEASE_TOTAL_S_MAX * 1000 + 10_000_000);
    assert.equal(lease.givenUp.signal.aborted, true);
    assert.ok(lease.endsAtMs <= startMs + LEASE_TOTAL_S_MAX * 1000);
    stop.abort();
    await running;
  });
  for (const { atS, leaseS } of calls) assert.ok(atS + leaseS <= LEASE_TOTAL_S_MAX);
  assert.ok(calls.length >= 5);
});
