import assert from "node:assert/strict";
import { createPolls, type PollRequest } from "./polls.ts";

const patient: PollRequest = { max: 10, leaseS: 30, waitMs: 5_000 };
const hasty: PollRequest = { ...patient, waitMs: 1 };

function source() {
  const visible: string[] = [];
  let dueAtMs: number | undefined;
  const polls = createPolls<string>({
    now: Date.now,
    take: (max) => visible.splice(0, max),
    advance() {
      if (dueAtMs === undefined || dueAtMs > Date.now()) return;
      visible.push("due");
      dueAtMs = undefined;
    },
    nextDueAtMs: () => dueAtMs,
  });
  return { polls, visible, due: (atMs: number) => dueAtMs = atMs };
}

const never = new AbortController().signal;

Deno.test("createPolls() answers at once what is there, at most max", async () => {
  const { polls, visible } = source();
  visible.push("a", "b");
  assert.deepEqual(await polls.receive({ ...patient, max: 1 }, never), ["a"]);
  assert.deepEqual(await polls.receive(patient, never), ["b"]);
});

Deno.test("createPolls() hands a batch to one receiver and leaves the other waiting", async () => {
  const { polls, visible } = source();
  const first = polls.receive(patient, never);
  const second = polls.receive(patient, never);
  for (const item of ["a", "b", "c"]) {
    visible.push(item);
    polls.wake();
  }
  assert.deepEqual(await first, ["a", "b", "c"]);
  visible.push("d");
  polls.wake();
  assert.deepEqual(await second, ["d"]);
});

Deno.test("createPolls() answers with nothing when the wait is over", async () => {
  const { polls } = source();
  assert.deepEqual(await polls.receive(hasty, never), []);
});

Deno.test("createPolls() takes nothing for a receiver that has gone", async () => {
  const { polls, visible } = source();
  const gone = new AbortController();
  const first = polls.receive(patient, gone.signal);
  const second = polls.receive(patient, never);
  gone.abort();
  assert.deepEqual(await first, []);
  visible.push("a");
  polls.wake();
  assert.deepEqual(await second, ["a"]);
  assert.deepEqual(await polls.receive(patient, gone.signal), []);
});

Deno.test("createPolls() wakes by itself when a lease ends during a wait", async () => {
  const { polls, due } = source();
  due(Date.now() + 5);
  assert.deepEqual(await polls.receive(patient, never), ["due"]);
});

Deno.test("createPolls() ends every wait with nothing on close()", async () => {
  const { polls, due } = source();
  due(Date.now() + 60_000);
  const waits = [polls.receive(patient, never), polls.receive(patient, never)];
  polls.close();
  assert.deepEqual(await Promise.all(waits), [[], []]);
});
