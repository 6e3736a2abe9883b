import assert from "node:assert/strict";
import { parse, type ParseOptions } from "./mod.ts";

type Case = [
  name: string,
  input: string,
  options: ParseOptions,
  expected: unknown,
];

const cases: Case[] = [
  ["plain", "a,b,c\n#d,e,f", {}, [["a", "b", "c"], ["#d", "e", "f"]]],
  ["no text", "", {}, []],
  ["CR LF", "a,b\r\nc,d\r\n", {}, [["a", "b"], ["c", "d"]]],
  ["a lone CR belongs to the field", "a\rb\r", {}, [["a\rb"]]],
  ["blank lines are no records", "\n\na,b\r\n\r\nc,d\n\n", {}, [["a", "b"], [
    "c",
    "d",
  ]]],
  ["empty fields", ",\n,,", {}, [["", ""], ["", "", ""]]],
  ["quoted", '"a ""w""","c,","n\r\nl"\nx,y,z', {}, [['a "w"', "c,", "n\nl"], [
    "x",
    "y",
    "z",
  ]]],
  ["only quotes", '""""""""', {}, [['"""']]],
  ["byte-order mark", '\ufeff"a",b', {}, [["a", "b"]]],
  ["skipFirstRow: false", "a,b\nc,d", { skipFirstRow: false }, [["a", "b"], [
    "c",
    "d",
  ]]],
  ["skipFirstRow", "a,b\nc,d", { skipFirstRow: true }, [{ a: "c", b: "d" }]],
  ["columns", "a,b\nc,d", { columns: ["x", "y"] }, [{ x: "a", y: "b" }, {
    x: "c",
    y: "d",
  }]],
  ["both", "a,b\nc,d", { skipFirstRow: true, columns: ["x", "y"] }, [{
    x: "c",
    y: "d",
  }]],
  ["separator", "a\tb\n", { separator: "\t" }, [["a", "b"]]],
  ["long separator", 'a::"b::c"\n', { separator: "::" }, [["a", "b::c"]]],
  ["trimLeadingSpace", ' a,  "b", c \n', { trimLeadingSpace: true }, [[
    "a",
    "b",
    "c ",
  ]]],
  ["trimmed separator", "a\t\tb", { trimLeadingSpace: true, separator: "\t" }, [
    ["a", "b"],
  ]],
  ["lazyQuotes", 'a "word","1"2",a","b', { lazyQuotes: true }, [[
    'a "word"',
    '1"2',
    'a"',
    "b",
  ]]],
  ["lazyQuotes left open", 'a,"b\nc', { lazyQuotes: true }, [["a", "b\nc"]]],
  ["comment", "a,b\n# no,record,here\nc,d", { comment: "#" }, [["a", "b"], [
    "c",
    "d",
  ]]],
  ["fieldsPerRecord: 0", "a,b\nc,d", { fieldsPerRecord: 0 }, [["a", "b"], [
    "c",
    "d",
  ]]],
  ["fieldsPerRecord: -1", "a\nc,d", { fieldsPerRecord: -1 }, [["a"], [
    "c",
    "d",
  ]]],
];

for (const [name, input, options, expected] of cases) {
  Deno.test(`parse() ${name}`, () => assert.deepEqual(parse(input, options), expected));
}

const faults: [
  input: string,
  options: ParseOptions,
  error: { name: string; message: string },
][] = [
  ['a "word",1', {}, bare(1, 1, 3)],
  ['a,b,🐱"', {}, bare(1, 1, 6)],
  ['"a "word","b"', {}, stray(1, 1, 4)],
  ['x,y\n"w\n\no"rd",1', {}, stray(2, 4, 2)],
  ['a,b\n"d\n\n,e', {}, stray(2, 4, 1)],
  ['id,name\n\n1,foo\n2,"baz\n', {}, stray(4, 4, 1)],
  ['"""""""', {}, stray(1, 1, 8)],
  [
    "a,b\nc,d,e",
    { fieldsPerRecord: 0 },
    syntax("Syntax error on line 2: expected 2 fields but got 3"),
  ],
  [
    "a,b,c",
    { fieldsPerRecord: 2 },
    syntax("Syntax error on line 1: expected 2 fields but got 3"),
  ],
  ["a,b\nd", { skipFirstRow: true }, {
    name: "Error",
    message: "Syntax error on line 2: The record has 1 fields, but the header has 2 fields",
  }],
  ["", { skipFirstRow: true }, {
    name: "TypeError",
    message: "Cannot parse input: headers must be defined",
  }],
  ...[{ separator: "\n" }, { separator: '"' }, { comment: "\r" }, {
    separator: "X",
    comment: "X",
  }]
    .map((options): typeof faults[number] => ["", options, {
      name: "Error",
      message: "Cannot parse input: invalid delimiter",
    }]),
];

for (const [input, options, error] of faults) {
  Deno.test(`parse() refuses ${JSON.stringify(input)} ${JSON.stringify(options)}`, () => {
    assert.throws(() => parse(input, options), error);
  });
}

Deno.test("parse() keeps a column named __proto__ as data", () => {
  const [row] = parse("__proto__,constructor\n1,2\n", { skipFirstRow: true });
  assert.deepEqual(Object.entries(row ?? {}), [["__proto__", "1"], [
    "constructor",
    "2",
  ]]);
  assert.equal(Object.getPrototypeOf(row), Object.prototype);
});

Deno.test("parse() gives types that follow its options", () => {
  const arrays: string[][] = parse("a", {});
  const named: Record<"x", string>[] = parse("a", { columns: ["x"] });
  const records: Record<string, string>[] = parse("x\na", {
    skipFirstRow: true,
  });
  assert.deepEqual([arrays, named, records], [[["a"]], [{ x: "a" }], [{
    x: "a",
  }]]);
});

function syntax(message: string) {
  return { name: "SyntaxError", message };
}
function at(record: number, line: number, column: number) {
  return `Syntax error on line ${record}; parse error on line ${line}, column ${column}: `;
}
function bare(record: number, line: number, column: number) {
  return syntax(at(record, line, column) + 'bare " in non-quoted-field');
}
function stray(record: number, line: number, column: number) {
  return syntax(
    at(record, line, column) + 'extraneous or missing " in quoted-field',
  );
}
