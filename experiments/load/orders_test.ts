import assert from "node:assert/strict";
import fc from "fast-check";
import { idPrefixOf, orderIdOf, orderNumberOf, orderOf } from "./orders.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";

Deno.test("orderIdOf() sorts as text up to a million", () => {
  const prefix = idPrefixOf("sync", 2);
  const ids = [1, 9, 10, 99_999, 999_999].map((n) => orderIdOf(prefix, n));
  assert.deepEqual(ids.toSorted(), ids);
  assert.equal(orderIdOf(prefix, 1_000_000), "sync-r2-1000000");
});

Deno.test("orderOf() makes orders that the services take, the same for the same seed", () => {
  const random = createSeededRandom(3);
  const counts = new Set<number>();
  for (let n = 1; n <= 500; n++) {
    const { orderId, body } = orderOf(`t-r1-${n}`, random);
    const order = JSON.parse(body);
    assert.deepEqual(Object.keys(order), ["order_id", "customer_id", "items"]);
    assert.equal(order.order_id, orderId);
    assert.ok(Number.isInteger(order.customer_id) && order.customer_id >= 1);
    counts.add(order.items.length);
    for (const item of order.items) {
      assert.match(item.product_id, /^product-\d{1,3}$/);
      assert.ok(Number.isInteger(item.quantity) && item.quantity >= 1 && item.quantity <= 5);
      assert.ok(item.price >= 10 && item.price < 100);
    }
  }
  assert.deepEqual([...counts].toSorted(), [1, 2, 3, 4, 5]);
  assert.deepEqual(orderOf("o1", createSeededRandom(3)), orderOf("o1", createSeededRandom(3)));
  assert.notEqual(
    orderOf("o1", createSeededRandom(3)).body,
    orderOf("o1", createSeededRandom(4)).body,
  );
});

Deno.test("orderNumberOf() takes orderIdOf() back, and knows no other text", () => {
  const number = fc.oneof(fc.integer({ min: 1, max: 1_000_000_000 }), fc.constant(999_999));
  fc.assert(fc.property(fc.string(), number, (prefix, n) => {
    assert.equal(orderNumberOf(prefix, orderIdOf(prefix, n)), n);
  }));
  fc.assert(fc.property(fc.constantFrom("a-", "-", ""), fc.string(), (prefix, text) => {
    const n = orderNumberOf(prefix, prefix + text);
    if (n !== undefined) assert.equal(orderIdOf(prefix, n), prefix + text);
  }));
});
