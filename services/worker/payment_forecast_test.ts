import assert from "node:assert/strict";
import { createPaymentForecast } from "./payment_forecast.ts";

Deno.test("createPaymentForecast() foresees nothing before the first payment has ended", () => {
  const forecast = createPaymentForecast();
  forecast.started(0);
  assert.equal(forecast.ending(100, 1000), 0);
  assert.equal(forecast.endingMoreAtMs(1, 0, 10), undefined);
});

Deno.test("createPaymentForecast() counts payments within the lead of their end", () => {
  const forecast = createPaymentForecast();
  forecast.ended(forecast.started(0), 100);
  for (const atMs of [0, 10, 20, 30]) forecast.started(atMs);
  assert.equal(forecast.ending(50, 10), 0);
  assert.equal(forecast.ending(90, 10), 1);
  assert.equal(forecast.ending(105, 10), 2, "ends at 100 and 110");
  assert.equal(forecast.ending(105, 30), 4);
  assert.equal(forecast.ending(1000, 10), 0, "what is long overdue does not count");
});

Deno.test("createPaymentForecast() says when more will be within the lead", () => {
  const forecast = createPaymentForecast();
  forecast.ended(forecast.started(0), 100);
  for (const atMs of [0, 10, 20]) forecast.started(atMs);
  assert.equal(forecast.endingMoreAtMs(1, 50, 10), 90);
  assert.equal(forecast.endingMoreAtMs(3, 50, 10), 110);
  assert.equal(forecast.endingMoreAtMs(1, 95, 10), 100);
  assert.equal(forecast.endingMoreAtMs(4, 50, 10), undefined);
});

Deno.test("createPaymentForecast() forgets what has ended, and follows the payments' length", () => {
  const forecast = createPaymentForecast();
  const first = forecast.started(0);
  forecast.ended(first, 100);
  forecast.ended(forecast.started(0));
  forecast.started(0);
  assert.equal(forecast.endingMoreAtMs(1, 0, 0), 100, "one that failed has no length");
  for (let count = 0; count < 100; count++) forecast.ended(forecast.started(0), 200);
  assert.ok(Math.abs(forecast.endingMoreAtMs(1, 0, 0)! - 200) < 0.01);
});
