import assert from "node:assert/strict";
import { createSeededRandom } from "../../../services/orders/seeded_random.ts";
import { paymentDraw } from "./payment_models.ts";

async function withFile(text: string, use: (file: string) => void): Promise<void> {
  const file = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    await Deno.writeTextFile(file, text);
    use(file);
  } finally {
    await Deno.remove(file);
  }
}

/** Mean, median and 99th percentile of 20,001 payments. */
function figures(model: string, meanMs: number): [number, number, number] {
  const random = createSeededRandom(1);
  const draw = paymentDraw(model, meanMs);
  const sorted = Array.from({ length: 20_001 }, () => draw(random)).sort((a, b) => a - b);
  return [
    sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length,
    sorted[10_000]!,
    sorted[19_800]!,
  ];
}

function assertNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual / expected - 1) < 0.05, `${actual}, expected ${expected}`);
}

Deno.test("paymentDraw() has the mean that is asked for, whatever the model", async () => {
  await withFile("id,payment_ms\na,1\nb,2\nc,9\n", (file) => {
    for (const model of ["constant", "exponential", "lognormal:5", `empirical:${file}`]) {
      assertNear(figures(model, 250)[0], 250);
    }
  });
});

Deno.test("paymentDraw() has the shape that is named", async () => {
  const [, exponentialP50] = figures("exponential", 100);
  assertNear(exponentialP50, 100 * Math.log(2));
  const [, p50, p99] = figures("lognormal:5", 100);
  assertNear(p99 / p50, 5);
  assert.deepEqual(figures("lognormal:1", 100).slice(1), [100, 100]);
  await withFile("payment_ms\n10\n10\n40\n", (file) => {
    assert.deepEqual(figures(`empirical:${file}`, 100).slice(1), [50, 200]);
  });
});

Deno.test("paymentDraw() refuses what is no model, and says why", async () => {
  const cases: [string, string][] = [
    ["normal", "there is no model normal"],
    ["", "there is no model without a name"],
    ["toString", "there is no model toString"],
    ["constant:5", "there is no model constant:5"],
    ["lognormal", "there is no model lognormal"],
    ["lognormal:0.5", "P99/P50 must be a number from 1 to 1000, got 0.5"],
    ["lognormal:wide", "P99/P50 must be a number from 1 to 1000, got wide"],
  ];
  for (const [model, why] of cases) {
    assert.throws(() => paymentDraw(model, 100), { message: `Cannot draw payments: ${why}` });
  }
  await withFile("payment_ms\n5\n0\n-1\n", (file) => {
    assert.throws(() => paymentDraw(`empirical:${file}`, 100), {
      message: `Cannot draw payments: ${file}:3: payment_ms must be > 0, got 0; ` +
        `${file}:4: payment_ms must be a finite number >= 0, got "-1"`,
    });
  });
  assert.throws(() => paymentDraw("empirical:/no/such.csv", 100), /\/no\/such\.csv: No such file/);
});
