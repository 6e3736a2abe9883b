import assert from "node:assert/strict";
import { AwsError } from "../http/aws_error.ts";
import { parseFilterPattern } from "./filter_pattern.ts";

const matching: [pattern: string, message: string][] = [
  ["", "anything"],
  ["  ", "anything"],
  ["ERROR", "an ERROR here"],
  ["ERROR disk_1", "disk_1: ERROR"],
  ['"out of memory"', "killed: out of memory"],
  ['"a \\"b\\""', 'say a "b" now'],
  ['{ $.event = "completed" }', '{"event":"completed"}'],
  ["{ $.event = completed }", '{"event":"completed"}'],
  ['{ $.event = "comp" }', '{"event":"\\u0063omp"}'],
  ["{ $.n = 5 }", '{"n":5.0}'],
  ['{ $.a.b[1] = "x" }', '{"a":{"b":["w","x"]}}'],
  ['{ ($.e = "a") && ($.n = 1) }', '{"e":"a","n":1}'],
  ['{ $.e = "a" || $.e = "b" && $.n = 2 }', '{"e":"a","n":9}'],
  ['{ ($.e = "a" || $.e = "b") && $.n = 2 }', '{"e":"b","n":2}'],
  ['{$.order_id="o-1"}', '{"order_id":"o-1"}'],
];

const missing: [pattern: string, message: string][] = [
  ["ERROR", "an error here"],
  ["ERROR disk", "ERROR"],
  ['"out of memory"', "memory out of"],
  ['{ $.event = "completed" }', '{"event":"started","note":"completed"}'],
  ['{ $.event = "completed" }', "completed, but no JSON"],
  ['{ $.n = "5" }', '{"n":5}'],
  ['{ $.a.b = "x" }', '{"a":null}'],
  ['{ ($.e = "a" || $.e = "b") && $.n = 2 }', '{"e":"a","n":3}'],
];

const refused = [
  "[ip, user]",
  "?ERROR ?WARN",
  "-DEBUG",
  "%regex%",
  "{ $.n > 5 }",
  "{ $.n != 5 }",
  "{ $.n NOT EXISTS }",
  '{ $.e = "a*" }',
  '{ $.e = "a"',
  '{ $.e = "a" } x',
  "{ }",
  "{ $.e = }",
  'unclosed "quote',
  `"${"x".repeat(1_024)}"`,
];

Deno.test("parseFilterPattern() matches what CloudWatch Logs matches", () => {
  for (const [pattern, message] of matching) {
    assert.equal(parseFilterPattern(pattern)(message), true, `${pattern} on ${message}`);
  }
  for (const [pattern, message] of missing) {
    assert.equal(parseFilterPattern(pattern)(message), false, `${pattern} on ${message}`);
  }
});

Deno.test("parseFilterPattern() refuses by name what is not embedded", () => {
  for (const pattern of refused) {
    assert.throws(
      () => parseFilterPattern(pattern),
      (error) => error instanceof AwsError && error.shape === "InvalidParameterException",
      pattern,
    );
  }
  assert.throws(() => parseFilterPattern("{ $.n > 5 }"), /instead of >/);
});
