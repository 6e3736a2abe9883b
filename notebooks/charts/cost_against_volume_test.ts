import assert from "node:assert/strict";
import { costAgainstVolume } from "./cost_against_volume.ts";
import { costExample as example } from "./examples_for_tests.ts";

const { breakEven, ...never } = example;
const [queue, lambda] = example.paths;

Deno.test("costAgainstVolume() says which path is cheaper on which side of the break-even", () => {
  const title = "Lambda is cheaper than queue below 1.83 million orders a month, and dearer above";
  assert.equal(costAgainstVolume(example).title, title);
  const swapped = { ...breakEven, between: ["queue", "lambda"] } as const;
  assert.equal(costAgainstVolume({ ...example, breakEven: swapped }).title, title);
});

Deno.test("costAgainstVolume() does not say so of curves that do not cross", () => {
  const points = queue.points.map((point) => ({ ...point, usdPerMonth: point.usdPerMonth * 100 }));
  const paths = [{ ...queue, points }, lambda];
  assert.match(
    costAgainstVolume({ ...example, paths }).title,
    /^Lambda and queue cost the same at 1\.83 million/,
  );
  assert.equal(
    costAgainstVolume({ ...never, paths }).title,
    "Lambda is the cheapest at the least and at the largest volume drawn",
  );
});

Deno.test("costAgainstVolume() without a break-even names the cheapest at either end", () => {
  assert.equal(
    costAgainstVolume(never).title,
    "Lambda is the cheapest at the least volume, queue at the largest",
  );
  assert.equal(
    costAgainstVolume({ ...never, paths: [queue] }).title,
    "Queue costs $60.00 to $260.00 a month",
  );
  assert.equal(costAgainstVolume(never).marks.break_even_marks, undefined);
});

Deno.test("costAgainstVolume() tells the region, the date of the prices and what is unverified", () => {
  const { caption } = costAgainstVolume({ ...example, runs: [] });
  assert.equal(caption, "Prices of us-east-1, 2026-11-20. 2 prices are unverified.");
});

Deno.test("costAgainstVolume() refuses a path without points, and a break-even of another", () => {
  const paths = [{ ...queue, points: [] }];
  assert.throws(() => costAgainstVolume({ ...never, paths }), /got queue without/);
  assert.throws(
    () => costAgainstVolume({ ...example, paths: [queue] }),
    /paths that are drawn, got lambda/,
  );
});
