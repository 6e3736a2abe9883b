import assert from "node:assert/strict";
import { secondsText, significant, timeLeftText } from "./format.ts";

const THREE_DIGITS: readonly (readonly [value: number, text: string])[] = [
  [9.994, "9.99"],
  [9.9996, "10.0"],
  [-9.9996, "-10.0"],
  [99.96, "100"],
  [0.099961, "0.100"],
  [0.99961, "1.00"],
  [999.6, "1,000"],
  [1000.4, "1,000"],
  [10, "10.0"],
  [1, "1.00"],
  [0.1, "0.100"],
  [0.000999, "0.000999"],
  [0, "0"],
];

for (const [value, text] of THREE_DIGITS) {
  Deno.test(`significant() writes ${value} as ${text}`, () => {
    assert.equal(significant(value), text);
  });
}

Deno.test("seconds that round up to a further digit keep three of them", () => {
  assert.equal(secondsText(9.9996), "10.0 s");
});

Deno.test("timeLeftText() goes on as it went, and says nothing before the first step and after the last", () => {
  assert.equal(timeLeftText(3, 1, 4), ", 9 s left");
  assert.equal(timeLeftText(3, 0, 4), "");
  assert.equal(timeLeftText(3, 4, 4), "");
});
