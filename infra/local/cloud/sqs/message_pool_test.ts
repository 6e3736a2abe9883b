import assert from "node:assert/strict";
import fc from "fast-check";
import { createMessagePool, type Held } from "./message_pool.ts";

Deno.test("createMessagePool() hands out messages oldest first and counts receives", () => {
  const pool = createMessagePool<string>();
  pool.put("a", 0, 0);
  pool.put("b", 1, 0);
  const first = pool.take(2, 30_000);
  assert.equal(first?.message, "a");
  assert.equal(first?.receives, 1);
  assert.deepEqual(pool.depths(), { visible: 1, notVisible: 1, delayed: 0 });
});

Deno.test("createMessagePool() shows a delayed message when its delay is over", () => {
  const pool = createMessagePool<string>();
  pool.put("a", 0, 500);
  assert.equal(pool.nextDueAtMs(), 500);
  pool.advance(499);
  assert.deepEqual(pool.depths(), { visible: 0, notVisible: 0, delayed: 1 });
  pool.advance(500);
  assert.deepEqual(pool.depths(), { visible: 1, notVisible: 0, delayed: 0 });
});

Deno.test("createMessagePool() shows a message again at the end of its extended lease, not before", () => {
  const pool = createMessagePool<string>();
  pool.put("a", 0, 0);
  const held = pool.take(0, 1_000);
  assert.ok(held);
  pool.setLease(held, 900, 1_000);
  pool.advance(1_000);
  assert.equal(held.state, "leased");
  pool.advance(1_900);
  assert.equal(held.state, "visible");
  assert.equal(pool.take(1_900, 1_000)?.receives, 2);
});

Deno.test("createMessagePool() puts an untaken message first and takes back its count", () => {
  const pool = createMessagePool<string>();
  pool.put("a", 0, 0);
  pool.put("b", 0, 0);
  const held = pool.take(0, 1_000);
  assert.ok(held);
  pool.untake(held);
  const again = pool.take(0, 1_000);
  assert.equal(again?.message, "a");
  assert.equal(again?.receives, 1);
});

Deno.test("createMessagePool() forgets a removed message, also while it stands in line", () => {
  const pool = createMessagePool<string>();
  pool.put("a", 0, 0);
  pool.put("b", 5, 0);
  const held = pool.find(0);
  assert.ok(held);
  pool.remove(held);
  pool.remove(held);
  assert.equal(held.message, undefined);
  assert.equal(pool.find(0), undefined);
  assert.equal(pool.take(5, 0)?.message, "b");
  assert.equal(pool.take(5, 0), undefined);
});

Deno.test("createMessagePool() drops what was kept for the whole retention", () => {
  const pool = createMessagePool<string>();
  pool.put("a", 0, 0);
  pool.put("b", 10, 0);
  pool.expire(59_999, 60_000);
  assert.equal(pool.depths().visible, 2);
  pool.expire(60_000, 60_000);
  assert.deepEqual(pool.depths(), { visible: 1, notVisible: 0, delayed: 0 });
});

Deno.test("createMessagePool() skips messages received three times in the oldest age", () => {
  const pool = createMessagePool<string>();
  pool.put("poison", 0, 0);
  pool.put("fresh", 7, 0);
  for (let i = 0; i < 2; i++) {
    const held = pool.take(i, 0);
    assert.ok(held);
    pool.untake(held);
    held.receives += 1;
  }
  assert.equal(pool.oldestEnteredAtMs(3), 0);
  pool.take(9, 1_000);
  assert.equal(pool.oldestEnteredAtMs(3), 7);
});

Deno.test("createMessagePool() accounts for every message in one state", () => {
  const step = fc.record({
    kind: fc.constantFrom("put", "delay", "take", "remove", "extend", "untake", "release"),
    pick: fc.nat(50),
    afterMs: fc.nat(400),
  });
  fc.assert(fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
    const pool = createMessagePool<number>();
    const leased: Held<number>[] = [];
    let nowMs = 0;
    let put = 0;
    let removed = 0;
    for (const { kind, pick, afterMs } of steps) {
      nowMs += afterMs;
      pool.advance(nowMs);
      const held = leased[pick % Math.max(1, leased.length)];
      if (kind === "put") pool.put(put++, nowMs, 0);
      if (kind === "delay") pool.put(put++, nowMs, nowMs + 300);
      if (kind === "take") {
        const taken = pool.take(nowMs, 500);
        if (taken) leased.push(taken);
      }
      if (kind === "remove" && held && held.state !== "gone") {
        pool.remove(held);
        removed += 1;
      }
      if (held?.state === "leased") {
        if (kind === "extend") pool.setLease(held, nowMs, 900);
        if (kind === "release") pool.setLease(held, nowMs, 0);
        if (kind === "untake") pool.untake(held);
      }
      const { visible, notVisible, delayed } = pool.depths();
      assert.equal(visible + notVisible + delayed, put - removed);
      assert.ok(visible >= 0 && notVisible >= 0 && delayed >= 0);
    }
    pool.advance(nowMs + 10_000);
    let drained = 0;
    while (pool.take(nowMs, 60_000)) drained += 1;
    assert.equal(drained, put - removed);
  }));
});

Deno.test("createMessagePool() is empty after clear()", () => {
  const pool = createMessagePool<string>();
  pool.put("a", 0, 0);
  pool.put("b", 0, 99);
  pool.clear();
  assert.deepEqual(pool.depths(), { visible: 0, notVisible: 0, delayed: 0 });
  pool.advance(99);
  assert.equal(pool.take(99, 0), undefined);
  assert.equal(pool.oldestEnteredAtMs(3), undefined);
});
