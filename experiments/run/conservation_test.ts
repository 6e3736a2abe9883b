import assert from "node:assert/strict";
import fc from "fast-check";
import { countFaults, countOrders, identityFaults, listed } from "./conservation.ts";
import { FINAL_STATES, type FinalState, OUTCOMES } from "./schema.ts";

const request = (order_id: string, outcome: typeof OUTCOMES[number]) => ({ order_id, outcome });
const row = (order_id: string, final_state: FinalState, completions = 0) => ({
  order_id,
  final_state,
  completions,
});

Deno.test("countOrders() counts unconfirmed and duplicated orders", () => {
  const counts = countOrders(
    [
      request("a", "confirmed"),
      request("b", "failed"),
      request("c", "rejected"),
      request("d", "unsent"),
    ],
    [row("a", "completed", 2), row("b", "completed", 1), row("c", "rejected"), row("d", "unsent")],
  );
  assert.deepEqual(counts, {
    scheduled: 4,
    sent: 3,
    unsent: 1,
    confirmed: 1,
    rejected: 1,
    failed: 1,
    accepted: 2,
    unconfirmed: 1,
    completed: 2,
    duplicated: 1,
    dead_lettered: 0,
    outstanding: 0,
    lost: 0,
    payments: 3,
  });
  assert.deepEqual(countFaults(counts), []);
});

Deno.test("countFaults() names every violated identity", () => {
  const counts = countOrders([request("a", "confirmed")], [row("a", "completed", 1)]);
  const cases: [Partial<typeof counts>, RegExp][] = [
    [{ scheduled: 2 }, /scheduled must be sent \+ unsent, got 2 and 1/],
    [{ rejected: 1 }, /sent must be confirmed \+ rejected \+ failed, got 1 and 2/],
    [
      { lost: 1 },
      /accepted must be completed \+ dead_lettered \+ outstanding \+ lost, got 1 and 2/,
    ],
    [{ unconfirmed: 3 }, /unconfirmed must be accepted − confirmed, got 3 and 0/],
    [{ duplicated: 2 }, /duplicated must be at most completed, got 2 and 1/],
  ];
  for (const [wrong, expected] of cases) {
    const faults = countFaults({ ...counts, ...wrong });
    assert.equal(faults.length, 1);
    assert.match(faults[0]!, expected);
  }
});

Deno.test("countFaults() finds none where each order has one state that fits its outcome", () => {
  const states: Record<string, readonly FinalState[]> = {
    confirmed: ["completed", "dead_lettered", "outstanding", "lost"],
    rejected: FINAL_STATES.filter((state) => state !== "failed" && state !== "unsent"),
    failed: FINAL_STATES.filter((state) => state !== "rejected" && state !== "unsent"),
    unsent: ["unsent"],
  };
  const order = fc.constantFrom(...OUTCOMES).chain((outcome) =>
    fc.tuple(fc.constant(outcome), fc.constantFrom(...states[outcome]!))
  );
  fc.assert(fc.property(fc.array(order), (orders) => {
    const requests = orders.map(([outcome], index) => request(`o${index}`, outcome));
    const rows = orders.map(([, state], index) =>
      row(`o${index}`, state, state === "completed" ? 1 : 0)
    );
    assert.deepEqual(countFaults(countOrders(requests, rows)), []);
    assert.deepEqual(identityFaults(requests, rows), []);
  }));
});

Deno.test("identityFaults() names ids that are missing, foreign or repeated", () => {
  const faults = identityFaults(
    [request("a", "confirmed"), request("a", "confirmed"), request("b", "failed")],
    [row("a", "completed"), row("x", "lost"), row("x", "lost")],
  );
  assert.deepEqual(faults, [
    "an order id must be sent once, got a more than once",
    "an order must have one ledger row, got x more than once",
    "a request must be in the ledger: b is not",
    "a ledger row must have a request: x has none",
  ]);
});

Deno.test("identityFaults() finds what is repeated in any order, alike on both sides", () => {
  const orders = (...ids: string[]) =>
    identityFaults(ids.map((id) => request(id, "failed")), ids.map((id) => row(id, "failed")));
  assert.deepEqual(orders("o9", "o10", "o2"), []);
  for (const ids of [["a", "a"], ["b", "a", "b"], ["o9", "o10", "o9"]]) {
    assert.equal(orders(...ids).length, 2, ids.join());
  }
});

Deno.test("listed() names five ids and counts the rest", () => {
  assert.equal(listed(["1", "2", "3", "4", "5", "6", "7"]), "1, 2, 3, 4, 5 and 2 more");
  assert.equal(listed(["1"]), "1");
});
