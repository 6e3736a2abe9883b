import assert from "node:assert/strict";
import { idsOf, orderIds, withTrial } from "./fault_fixture.ts";

Deno.test("a worker SIGKILLed in the middle of payments: another pays for its orders, none is lost", async () => {
  await withTrial({}, async ({ trial, troubles, send, eventually }) => {
    const ids = orderIds(20);
    assert.deepEqual(new Set(await Promise.all(ids.map(send))), new Set([202]));
    const before = await eventually((events) => idsOf(events, "started").length >= 5);
    const victims = new Set(before.filter(({ event }) => event === "started").map((e) => e.host));
    assert.equal(victims.size, 1);
    await trial.kill("worker", "SIGKILL");

    const events = await eventually((all) => idsOf(all, "completed").length === ids.length);
    assert.deepEqual(idsOf(events, "completed"), ids.toSorted());
    assert.ok(
      troubles.some((words) => /^worker-1-\w+ .* was ended by SIGKILL unasked/.test(words)),
    );

    const started = events.filter(({ event }) => event === "started");
    const interrupted = started.filter(({ host, order_id }) =>
      victims.has(host) &&
      !events.some((e) => e.event === "completed" && e.order_id === order_id && e.host === host)
    );
    assert.ok(interrupted.length > 0, "no payment was interrupted");
    for (const { order_id, attempt } of interrupted) {
      const again = events.find((e) => e.event === "completed" && e.order_id === order_id);
      assert.ok(again && !victims.has(again.host), `${order_id} was paid by another worker`);
      assert.ok(again.attempt > attempt, `${order_id} counts its attempts`);
    }
    const depth = await trial.depth();
    assert.equal(depth.deadLettered, 0);
  });
});

Deno.test("a worker SIGTERMed during a drain finishes what is in hand and gives the rest back", async () => {
  const setup = { visibilityTimeoutS: 60, paymentMs: 500 };
  await withTrial(setup, async ({ trial, troubles, send, eventually, events }) => {
    const ids = orderIds(30);
    assert.deepEqual(new Set(await Promise.all(ids.map(send))), new Set([202]));
    await eventually((all) => idsOf(all, "started").length >= 5);
    await trial.kill("worker", "SIGTERM");
    assert.ok(
      troubles.some((words) => /^worker-1-\w+ .* exited with code 0 unasked/.test(words)),
      troubles.join("\n"),
    );
    const atExit = await events();
    const [first] = atExit.filter(({ event }) => event === "started");
    const ofFirst = atExit.filter(({ host }) => host === first?.host);
    assert.deepEqual(idsOf(ofFirst, "completed"), idsOf(ofFirst, "started"));
    const settled = [...idsOf(ofFirst, "completed"), ...idsOf(ofFirst, "returned")].toSorted();
    assert.deepEqual(settled, idsOf(ofFirst, "received"), "held neither paid nor given back");

    const all = await eventually((found) => idsOf(found, "completed").length === ids.length);
    const completions = all.filter(({ event }) => event === "completed");
    assert.equal(completions.length, ids.length, "an order was paid twice");
    assert.equal((await trial.depth()).deadLettered, 0);
  });
});

Deno.test("setWorkers() changes the number of real workers, down to none", async () => {
  await withTrial({ workers: 2, paymentMs: 100 }, async ({ trial, send, eventually }) => {
    await trial.setWorkers(0);
    assert.equal(await send("o-1"), 202);
    // SQS may hand a message to a poll whose caller has just gone: then it is not visible for a lease.
    const { visible, notVisible, delayed, deadLettered } = await trial.depth();
    assert.deepEqual([visible + notVisible, delayed, deadLettered], [1, 0, 0]);
    await trial.setWorkers(1);
    await eventually((events) => idsOf(events, "completed").length === 1);
  });
});
