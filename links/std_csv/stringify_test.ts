import assert from "node:assert/strict";
import fc from "fast-check";
import Papa from "papaparse";
import { type DataItem, parse, stringify, type StringifyOptions } from "./mod.ts";

const people = [{ name: { first: "Rick" }, age: 70 }, {
  name: { first: "Morty" },
  age: 14,
}];

const cases: [
  name: string,
  data: DataItem[],
  options: StringifyOptions,
  expected: string,
][] = [
  ["arrays", [["Rick", 70], ["Morty", 14]], {}, "Rick,70\r\nMorty,14\r\n"],
  ["nothing", [], {}, ""],
  ["only a header", [], { columns: ["a"] }, "a\r\n"],
  ["objects", people, { columns: ["age"] }, "age\r\n70\r\n14\r\n"],
  [
    "headers: false",
    people,
    { columns: ["age"], headers: false },
    "70\r\n14\r\n",
  ],
  [
    "levels",
    people,
    { columns: [["name", "first"]] },
    "first\r\nRick\r\nMorty\r\n",
  ],
  [
    "header and prop",
    people,
    { columns: [{ prop: "age", header: "a,ge" }] },
    '"a,ge"\r\n70\r\n14\r\n',
  ],
  [
    "indexes",
    [["k", ["v"]]],
    { columns: [[1, 0], { prop: 0 }] },
    "0,0\r\nv,k\r\n",
  ],
  ["separator", [["a,b", "c\td"]], { separator: "\t" }, 'a,b\t"c\td"\r\n'],
  ["bom", [["a"]], { bom: true }, "\ufeffa\r\n"],
  ["kinds", [[null, undefined, true, 1n, 0.5, -0]], {}, ",,true,1,0.5,0\r\n"],
  ["an object is JSON", [[{ a: "b" }]], {}, '"{""a"":""b""}"\r\n'],
  [
    "quoting",
    [['a"', "b\n", "c,", "d\r", " e "]],
    {},
    '"a""","b\n","c,",d\r, e \r\n',
  ],
  ["separator found in numbers", [[1.5, 2]], { separator: "." }, '"1.5".2\r\n'],
];

for (const [name, data, options, expected] of cases) {
  Deno.test(`stringify() ${name}`, () => assert.equal(stringify(data, options), expected));
}

Deno.test("stringify() refuses what it cannot write", () => {
  const separator = { name: "TypeError", message: /^Separator cannot include/ };
  assert.throws(() => stringify([], { separator: '"' }), separator);
  assert.throws(() => stringify([], { separator: "\r\n" }), separator);
  assert.throws(() => stringify([{ a: 1 }]), {
    name: "TypeError",
    message: "No property accessor function was provided for object",
  });
  assert.throws(() => stringify([["a"]], { columns: ["a"] }), {
    name: "TypeError",
    message: 'Property accessor is not of type "number"',
  });
});

Deno.test("stringify() reads only an item's own __proto__ and constructor", () => {
  const own = JSON.parse('{"__proto__":"p","constructor":"c"}');
  const columns = ["__proto__", "constructor"];
  assert.equal(
    stringify([own, {}], { columns, headers: false }),
    "p,c\r\n,\r\n",
  );
});

const field = fc.string({
  unit: fc.constantFrom("a", ",", '"', "\n", " ", "é", "🐱", ";"),
});
// A record of one empty field is a blank line, which CSV cannot tell from none.
const record = fc.array(field, { minLength: 2, maxLength: 5 });

Deno.test("stringify() is undone by parse()", () => {
  fc.assert(
    fc.property(
      fc.array(record),
      fc.constantFrom(",", ";", "\t"),
      (records, separator) => {
        assert.deepEqual(
          parse(stringify(records, { separator }), { separator }),
          records,
        );
      },
    ),
  );
});

Deno.test("stringify() is read the same by another reader", () => {
  const papa: {
    parse(
      text: string,
      options: object,
    ): { data: string[][]; errors: unknown[] };
  } = Papa;
  fc.assert(fc.property(fc.array(record, { minLength: 1 }), (records) => {
    const { data, errors } = papa.parse(stringify(records), {
      delimiter: ",",
      newline: "\r\n",
      skipEmptyLines: true,
    });
    assert.deepEqual({ data, errors }, { data: records, errors: [] });
  }));
});
