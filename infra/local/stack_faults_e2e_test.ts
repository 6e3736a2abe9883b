import assert from "node:assert/strict";
import { idsOf, orderIds, withTrial } from "./fault_fixture.ts";
import { signal, stillAlive } from "./process_probe.ts";

Deno.test("an API SIGKILLed during load: unanswered orders are counted, none is lost", async () => {
  const setup = { paymentMs: 20, concurrency: 20, paymentSlots: 20 };
  await withTrial(setup, async ({ trial, troubles, send, eventually }) => {
    const ids = orderIds(300);
    const answers = new Map<string, number>();
    const [early, late] = [ids.slice(0, 100), ids.slice(100)];
    const sendAll = (batch: string[]) =>
      Promise.all(batch.map(async (id) => answers.set(id, await send(id))));
    await sendAll(early);
    const sending = sendAll(late);
    await trial.kill("api", "SIGKILL");
    await sending;
    assert.ok(troubles.some((words) => /^api-1-\w+ .* was ended by SIGKILL unasked/.test(words)));

    const confirmed = ids.filter((id) => answers.get(id) === 202);
    assert.ok(confirmed.length >= early.length, `${confirmed.length} confirmed`);
    await eventually((all) => {
      const completed = new Set(idsOf(all, "completed"));
      const accepted = idsOf(all, "accepted");
      return [...confirmed, ...accepted].every((id) => completed.has(id));
    });
    const unanswered = ids.filter((id) => answers.get(id) !== 202);
    assert.ok(unanswered.length > 0, "every order was answered: the fault hit nothing");

    let status = 0;
    for (let i = 0; i < 200 && status !== 202; i++) {
      status = await send("o-after");
      if (status !== 202) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal(status, 202, "the API is back under its URL");
  });
});

Deno.test("the embedded cloud SIGKILLed: failed rejects with the reason, teardown ends the rest", async () => {
  await withTrial({}, async ({ target, trial, send }) => {
    assert.equal(await send("o-1"), 202);
    const [cloud] = target.cloudProcesses();
    assert.ok(cloud);
    await signal("KILL", [cloud.pid]);
    await assert.rejects(target.failed, (error: Error) => {
      assert.equal(error.message, "The embedded cloud is gone, and with it every queue and log");
      assert.match(String(error.cause), /cloud-1-\w+ was ended by SIGKILL/);
      return true;
    });
    assert.notEqual(await send("o-2"), 202, "accepted without a topic");
    await trial.teardown();
    assert.deepEqual(await stillAlive([cloud.pid], 5_000), []);
    await assert.rejects(fetch(`${trial.apiUrl}/health`), TypeError);
  });
});

Deno.test("prepare() fails clearly, and leaves nothing running, where the cloud is gone", async () => {
  await withTrial({}, async ({ target }) => {
    await signal("KILL", target.cloudProcesses().map(({ pid }) => pid));
    await assert.rejects(target.failed);
    await assert.rejects(
      target.prepare({
        trial: "late",
        repetition: 1,
        path: "sync",
        workers: 0,
        concurrency: 1,
        paymentSlots: 1,
        paymentMs: 10,
        prefetch: "ahead",
        visibilityTimeoutS: 30,
        onDisconnect: "cancel",
        inFlightMax: 10,
      }),
      /The embedded cloud is gone/,
    );
  });
});

Deno.test("trials side by side share nothing but the cloud", async () => {
  await withTrial({}, async ({ target, trial, send, eventually }) => {
    const other = await target.prepare({
      trial: "other",
      repetition: 1,
      path: "sync",
      workers: 0,
      concurrency: 1,
      paymentSlots: 2,
      paymentMs: 10,
      prefetch: "ahead",
      visibilityTimeoutS: 30,
      onDisconnect: "cancel",
      inFlightMax: 10,
    });
    assert.notEqual(other.apiUrl, trial.apiUrl);
    assert.notEqual(other.topicArn, trial.topicArn);
    assert.equal(other.queueUrl, undefined);
    assert.deepEqual(await other.depth(), {
      visible: 0,
      notVisible: 0,
      delayed: 0,
      deadLettered: 0,
    });
    await assert.rejects(other.setWorkers(1), /path sync has none/);
    await other.stopApi();
    await other.teardown();
    await other.teardown();
    assert.equal(await send("o-1"), 202);
    await eventually((events) => idsOf(events, "completed").length === 1);
  });
});
