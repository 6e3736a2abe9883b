import assert from "node:assert/strict";
import { callFault, NON_EXISTENT_QUEUE } from "./call_fault.ts";

function awsError(name: string, httpStatusCode: number) {
  return Object.assign(new Error(`${name}!`), {
    name,
    $fault: httpStatusCode < 500 ? "client" : "server",
    $metadata: { httpStatusCode },
  });
}

function transportError(code: string, more: Record<string, unknown> = {}) {
  return Object.assign(new Error(code), { code, ...more });
}

const connectTimeout = Object.assign(
  new Error(
    "@smithy/node-http-handler - the request socket did not establish a connection with the server within the configured timeout of 3000 ms.",
  ),
  { name: "TimeoutError" },
);

const cases: [string, unknown, [code: string, retryable: boolean, ambiguous: boolean]][] = [
  ["a refusal", awsError("InvalidParameterException", 400), [
    "InvalidParameterException",
    false,
    false,
  ]],
  ["a missing queue", awsError("QueueDoesNotExist", 400), [NON_EXISTENT_QUEUE, false, false]],
  ["throttling", awsError("ThrottlingException", 400), ["ThrottlingException", true, false]],
  ["SNS throttling", awsError("ThrottledException", 429), ["ThrottledException", true, false]],
  ["SQS throttling", awsError("RequestThrottled", 403), ["RequestThrottled", true, false]],
  ["a fault of the service", awsError("InternalError", 500), ["InternalError", true, false]],
  ["an unavailable service", awsError("ServiceUnavailable", 503), [
    "ServiceUnavailable",
    true,
    false,
  ]],
  ["a gateway without its service's answer", awsError("UnknownError", 504), [
    "UnknownError",
    true,
    true,
  ]],
  ["a refused connection", transportError("ECONNREFUSED"), ["ECONNREFUSED", true, false]],
  [
    "a connection refused at each address",
    transportError("ECONNREFUSED", {
      errors: [transportError("ECONNREFUSED"), transportError("ENETUNREACH")],
    }),
    ["ECONNREFUSED", true, false],
  ],
  ["a connection never made", connectTimeout, ["TimeoutError", true, false]],
  ["a broken connection", transportError("ECONNRESET"), ["ECONNRESET", true, true]],
  ["a time-out after sending", transportError("ETIMEDOUT", { name: "TimeoutError" }), [
    "ETIMEDOUT",
    true,
    true,
  ]],
  ["an answer that cannot be read", new SyntaxError("Unexpected token"), [
    "SyntaxError",
    true,
    true,
  ]],
  ["something that is no error", "gone", ["Error", true, true]],
];

for (const [what, thrown, [code, retryable, ambiguous]] of cases) {
  Deno.test(`callFault() of ${what}: ${ambiguous ? "ambiguous" : "unambiguous"}`, () => {
    const { message, ...fault } = callFault(thrown);
    assert.deepEqual(fault, { code, retryable, ambiguous });
    assert.notEqual(message, "");
  });
}
