import assert from "node:assert/strict";
import fc from "fast-check";
import { newMessage, parseReceipt, receiptOf } from "./message.ts";

const content = { messageId: undefined, body: "", sentAtMs: 0, receiveCount: 0 };

Deno.test("parseReceipt() reads what receiptOf() wrote", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[A-Za-z0-9_-]{1,80}$/),
      fc.nat(),
      fc.nat(),
      (name, number, lease) => {
        const message = { ...newMessage(number, content), leases: lease };
        assert.deepEqual(parseReceipt(name, receiptOf(name, message)), { number, lease });
      },
    ),
  );
});

Deno.test("parseReceipt() refuses receipts of other queues and other texts", () => {
  const receipt = receiptOf("orders", newMessage(1, content));
  for (const name of ["order", "orders1", "x"]) {
    assert.equal(parseReceipt(name, receipt), undefined);
  }
  fc.assert(fc.property(fc.string(), (text) => {
    fc.pre(!/^orders#\d+#\d+$/.test(text));
    assert.equal(parseReceipt("orders", text), undefined);
  }));
});
