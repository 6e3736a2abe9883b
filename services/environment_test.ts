import assert from "node:assert/strict";
import {
  choiceVariable,
  integerVariable,
  numberVariable,
  optionalVariable,
  readEnvironment,
  textVariable,
} from "./environment.ts";

const specification = {
  PORT: integerVariable(0, 65_535, 0),
  PAYMENT_MS: numberVariable(0, 1000, 100),
  ON_DISCONNECT: choiceVariable(["cancel", "pay"], "cancel"),
  TRIAL: textVariable("must be letters", /^[a-z]+$/),
  ENDPOINT: optionalVariable(textVariable("must be a URL", /^http/)),
};

function read(variables: Record<string, string>) {
  return readEnvironment(specification, (name) => variables[name]);
}

Deno.test("readEnvironment() falls back where a variable is unset or empty", () => {
  assert.deepEqual(read({ TRIAL: "t", PORT: "", ENDPOINT: " " }), {
    ok: true,
    values: { PORT: 0, PAYMENT_MS: 100, ON_DISCONNECT: "cancel", TRIAL: "t", ENDPOINT: undefined },
  });
});

Deno.test("readEnvironment() reads what is set", () => {
  const variables = {
    TRIAL: "t",
    PORT: "8080",
    PAYMENT_MS: "0.5",
    ON_DISCONNECT: "pay",
    ENDPOINT: "http://x",
  };
  assert.deepEqual(read(variables), {
    ok: true,
    values: { ...variables, PORT: 8080, PAYMENT_MS: 0.5 },
  });
});

Deno.test("readEnvironment() names every fault at once", () => {
  const variables = { PORT: "65536", PAYMENT_MS: "fast", ON_DISCONNECT: "wait", ENDPOINT: "ftp:" };
  assert.deepEqual(read(variables), {
    ok: false,
    faults: [
      'PORT must be an integer from 0 to 65535, got "65536"',
      'PAYMENT_MS must be a number from 0 to 1000, got "fast"',
      'ON_DISCONNECT must be one of cancel, pay, got "wait"',
      "TRIAL must be letters, got nothing",
      'ENDPOINT must be a URL, got "ftp:"',
    ],
  });
});

Deno.test("integerVariable() takes whole decimal numbers alone", () => {
  const { parse } = integerVariable(-5, 10);
  for (const [text, value] of [["-5", -5], ["0", 0], ["10", 10], ["007", 7]] as const) {
    assert.deepEqual(parse(text), { value });
  }
  for (const text of ["1.5", "1e1", "0x1", "eleven", "-6", "11", "", "NaN", "Infinity"]) {
    assert.equal(parse(text), undefined, text);
  }
});
