import assert from "node:assert/strict";
import { isBlock, readPlaceholders, replacePlaceholders } from "./placeholder.ts";

Deno.test("readPlaceholders() reads every form", () => {
  const text =
    "{{a.b}} {{a.b|value}} {{ answer:1_x }} {{path:queue}}\n{{table:audit|reasons}}\n{{end}}";
  const { placeholders, faults } = readPlaceholders(text);
  assert.deepEqual(faults, []);
  assert.deepEqual(
    placeholders.map(({ kind, name, option, line }) => [kind, name, option, line]),
    [
      ["claim", "a.b", undefined, 1],
      ["claim", "a.b", "value", 1],
      ["answer", "1_x", undefined, 1],
      ["path", "queue", undefined, 1],
      ["table", "audit", "reasons", 2],
      ["end", "", undefined, 3],
    ],
  );
  assert.deepEqual(placeholders.map(isBlock), [false, false, false, false, true, true]);
});

const FAULTS: readonly (readonly [text: string, fault: RegExp])[] = [
  ["{{chrt:a}}", /is unknown: it must be .*\{\{chart:…\}\}/],
  ["{{toString:a}}", /is unknown/],
  ["{{chart}}", /must name something/],
  ["{{}}", /must name something/],
  ["{{warnings:a}}", /takes no name/],
  ["{{a.b|unit}}", /may have \|value or \|interval/],
  ["{{a.b|value|interval}}", /may have/],
  ["{{chart:a|value}}", /takes no \|/],
  ["See {{chart:a}}", /line of its own/],
  ["{{a.b", /must be closed/],
  ["a.b}}", /must be closed/],
  ["{{a.b\n}}", /must be closed/],
];

for (const [text, fault] of FAULTS) {
  Deno.test(`readPlaceholders() refuses ${JSON.stringify(text)}`, () => {
    const { faults } = readPlaceholders(`first line\n${text}`);
    assert.match(faults[0]!.text, fault);
    assert.equal(faults[0]!.line, 2);
  });
}

Deno.test("replacePlaceholders() puts text in as it is", () => {
  const text = "a {{x.y}} b {{x.z}}";
  const { placeholders } = readPlaceholders(text);
  const replaced = replacePlaceholders(text, placeholders, ({ name }) => `$& {{${name}}}`);
  assert.equal(replaced, "a $& {{x.y}} b $& {{x.z}}");
});
