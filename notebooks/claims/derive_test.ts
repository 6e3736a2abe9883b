import assert from "node:assert/strict";
import { claimOf } from "./claim.ts";
import { quotient } from "./derive.ts";

const source = { kind: "assumption", file: "derive_test.ts", reason: "an example" } as const;
const orders = (id: string, value: number) => claimOf(id, { value, unit: "orders", source });

Deno.test("quotient() divides, and names both claims", () => {
  const figure = quotient(orders("a.queue", 2888), orders("a.sync", 95), "times");
  assert.equal(figure.value, 30.4);
  assert.deepEqual(figure.source, { kind: "derived", formula: "{a.queue} / {a.sync}" });
  assert.equal(figure.interval, undefined);
});

Deno.test("a claim cannot be made of a division by nothing", () => {
  const figure = quotient(orders("a.queue", 1), orders("a.sync", 0), "times");
  assert.throws(() => claimOf("a.ratio", figure), /value must be finite, got Infinity/);
});
