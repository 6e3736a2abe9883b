import assert from "node:assert/strict";
import fc from "fast-check";
import { parseForm } from "./parse_form.ts";

/** Names that an object takes as its own. */
const name = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text !== "__proto__");

Deno.test("parseForm() reads what URLSearchParams writes", () => {
  const members = fc.dictionary(name, fc.string({ unit: "grapheme" }), { noNullPrototype: true });
  fc.assert(fc.property(members, (form) => {
    assert.deepEqual(parseForm(new URLSearchParams(form).toString()), form);
  }));
});

Deno.test("parseForm() reads any text as URLSearchParams does", () => {
  const unit = fc.constantFrom("a", "=", "&", "+", "%", "%2", "%20", "%ff", "%C3%A9", "é");
  fc.assert(fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
    assert.deepEqual(parseForm(text), Object.fromEntries(new URLSearchParams(text)));
  }));
});
