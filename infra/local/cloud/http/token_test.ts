import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { readToken, writeToken } from "./token.ts";

Deno.test("readToken() gives back the place, for the request of the token alone", () => {
  const place = fc.array(fc.oneof(fc.integer(), fc.string()), { maxLength: 4 });
  fc.assert(fc.property(place, fc.string(), (parts, name) => {
    const token = writeToken({ name }, parts);
    assert.deepEqual(readToken(token, { name }), parts);
    assert.equal(readToken(token, { name: `${name}x` }), undefined);
    assert.match(token, /^[\w-]+$/);
  }));
});

Deno.test("readToken() knows what is no token", () => {
  const forged = Buffer.from("{}").toString("base64url");
  for (const token of ["", "garbage", forged]) assert.equal(readToken(token, {}), undefined);
});
