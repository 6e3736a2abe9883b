import assert from "node:assert/strict";
import fc from "fast-check";
import { fromPixels, linearAxis, logAxis, spansDecades, timeAxis, toPixels } from "./axis.ts";

const positive = fc.double({ min: 1e-3, max: 1e8, noNaN: true });

Deno.test("linearAxis() begins at zero, holds its values and has few ticks", () => {
  fc.assert(fc.property(fc.array(positive, { minLength: 1 }), (values) => {
    const { domain, ticks } = linearAxis({ title: "orders", values });
    assert.equal(domain[0], 0);
    assert(Math.max(...values) <= domain[1]);
    assert(ticks.every((tick) => tick >= 0 && tick <= domain[1]));
    assert(ticks.length >= 3 && ticks.length <= 8, String(ticks));
  }));
});

Deno.test("linearAxis() of nothing but zeros has a scale", () => {
  const { domain, ticks } = linearAxis({ title: "orders", values: [0, 0] });
  assert(domain[1] > 0);
  assert.equal(ticks[0], 0);
});

Deno.test("timeAxis() ends with its data", () => {
  assert.deepEqual(timeAxis({ title: "s", values: [36.1], count: 7 }).domain, [0, 36.1]);
});

Deno.test("logAxis() holds its values, has at least two ticks and says what it is", () => {
  fc.assert(fc.property(fc.array(positive, { minLength: 1 }), (values) => {
    const { domain, ticks, title } = logAxis({ title: "ms", values });
    assert(Math.min(...values) >= domain[0] * (1 - 1e-6));
    assert(Math.max(...values) <= domain[1] * (1 + 1e-6));
    assert(ticks.length >= 2 && ticks.length <= 9, String(ticks));
    assert.equal(title, "ms, log scale");
  }));
});

Deno.test("logAxis() refuses values of which none is positive", () => {
  assert.throws(() => logAxis({ title: "ms", values: [0] }), /one value must be > 0/);
});

Deno.test("fromPixels() is the inverse of toPixels()", () => {
  fc.assert(fc.property(positive, positive, fc.boolean(), (value, other, log) => {
    const make = log ? logAxis : linearAxis;
    const axis = make({ title: "orders", values: [value, other] });
    const back = fromPixels(axis, toPixels(axis, value, 300), 300);
    assert(Math.abs(back / value - 1) < 1e-6);
  }));
});

Deno.test("spansDecades() looks at positive values alone", () => {
  assert.equal(spansDecades([0, 1, 49]), false);
  assert.equal(spansDecades([0, 1, 50]), true);
  assert.equal(spansDecades([5]), false);
});
