import assert from "node:assert/strict";
import { createRoundTrip } from "./round_trip.ts";

Deno.test("createRoundTrip() is the median of the last nine", () => {
  const roundTrip = createRoundTrip();
  assert.equal(roundTrip.medianMs, 0);
  roundTrip.add(5);
  assert.equal(roundTrip.medianMs, 5);
  for (const ms of [20_000, 4, 6, 5]) roundTrip.add(ms);
  assert.equal(roundTrip.medianMs, 5, "one that waited does not move it");
  for (let count = 0; count < 9; count++) roundTrip.add(50);
  assert.equal(roundTrip.medianMs, 50, "what is long ago is forgotten");
});
