import assert from "node:assert/strict";
import fc from "fast-check";
import {
  arrivalFaults,
  type Arrivals,
  arrivalTimes,
  durationMsOf,
  expectedOrders,
} from "./arrivals.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";

const times = (
  arrivals: Arrivals,
  seed = 1,
) => [...arrivalTimes(arrivals, createSeededRandom(seed))];
const rounded = (values: number[]) => values.map((ms) => Math.round(ms * 1000) / 1000);

const cases: [name: string, arrivals: Arrivals, atMs: number[]][] = [
  ["constant", { kind: "constant", ratePerS: 4, durationS: 1 }, [0, 250, 500, 750]],
  ["constant, not a whole number", { kind: "constant", ratePerS: 2.5, durationS: 1 }, [
    0,
    400,
    800,
  ]],
  ["constant, one", { kind: "constant", ratePerS: 0.1, durationS: 1 }, [0]],
  // 8 orders: 4·t²/2 of them by t seconds, so that the n-th is at sqrt(n / 2) s.
  ["ramp up from nothing", { kind: "ramp", fromPerS: 0, toPerS: 8, durationS: 2 }, [
    0,
    707.107,
    1000,
    1224.745,
    1414.214,
    1581.139,
    1732.051,
    1870.829,
  ]],
  ["ramp of one rate", { kind: "ramp", fromPerS: 2, toPerS: 2, durationS: 1 }, [0, 500]],
  // 4 orders, 4·t - t² of them by t seconds.
  ["ramp down to nothing", { kind: "ramp", fromPerS: 4, toPerS: 0, durationS: 2 }, [
    0,
    267.949,
    585.786,
    1000,
  ]],
  [
    "spike",
    { kind: "spike", basePerS: 1, spikePerS: 4, startS: 2, lengthS: 1, durationS: 5 },
    [0, 1000, 2000, 2250, 2500, 2750, 3000, 4000],
  ],
  [
    "spike out of nothing",
    { kind: "spike", basePerS: 0, spikePerS: 2, startS: 1, lengthS: 1, durationS: 3 },
    [1000, 1500],
  ],
  ["replay", { kind: "replay", atMs: [0, 5, 5, 9.5] }, [0, 5, 5, 9.5]],
];

for (const [name, arrivals, atMs] of cases) {
  Deno.test(`arrivalTimes() ${name}`, () => {
    assert.deepEqual(rounded(times(arrivals)), atMs);
    assert.equal(expectedOrders(arrivals), atMs.length);
  });
}

Deno.test("arrivalTimes() of the flash sale sends rate × duration orders", () => {
  const sale = times({ kind: "constant", ratePerS: 1448, durationS: 1 });
  assert.equal(sale.length, 1448);
  assert.equal(sale[0], 0);
  assert.equal(sale.at(-1), 1447 * 1000 / 1448);
});

const rate = fc.double({ min: 0.5, max: 500, noNaN: true });
const duration = fc.double({ min: 0.1, max: 5, noNaN: true });
const spacing = fc.constantFrom("even" as const, "poisson" as const);
const anyArrivals: fc.Arbitrary<Arrivals> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("constant" as const, "poisson" as const),
    ratePerS: rate,
    durationS: duration,
  }),
  fc.record({
    kind: fc.constant("ramp" as const),
    fromPerS: fc.oneof(fc.constant(0), rate),
    toPerS: rate,
    durationS: duration,
    spacing,
  }),
  fc.record({
    kind: fc.constant("spike" as const),
    basePerS: fc.oneof(fc.constant(0), rate),
    spikePerS: rate,
    startS: fc.double({ min: 0, max: 2, noNaN: true }),
    lengthS: fc.double({ min: 0.1, max: 2, noNaN: true }),
    durationS: fc.constant(5),
    spacing,
  }),
);

Deno.test("arrivalTimes() ascend within the load phase, and are the same for the same seed", () => {
  fc.assert(fc.property(anyArrivals, fc.nat(), (arrivals, seed) => {
    const atMs = times(arrivals, seed);
    let lastMs = 0;
    for (const ms of atMs) {
      assert.ok(ms >= lastMs, `${ms} comes after ${lastMs}`);
      lastMs = ms;
    }
    assert.ok(lastMs <= durationMsOf(arrivals));
    assert.deepEqual(times(arrivals, seed), atMs);
  }));
});

Deno.test("arrivalTimes() sends as many as the rate says, evenly or on average", () => {
  fc.assert(fc.property(anyArrivals, fc.nat(), (arrivals, seed) => {
    const expected = expectedOrders(arrivals);
    const even = arrivals.kind === "constant" ||
      ("spacing" in arrivals && arrivals.spacing === "even");
    const count = times(arrivals, seed).length;
    // Six standard deviations of a Poisson count, and one for the rounding of small ones.
    const allowed = even ? 0 : 6 * Math.sqrt(expected) + 7;
    assert.ok(Math.abs(count - expected) <= allowed, `wanted about ${expected}, got ${count}`);
  }));
});

Deno.test("arrivalTimes() of a Poisson process have gaps as spread as they are long", () => {
  const atMs = times({ kind: "poisson", ratePerS: 1000, durationS: 20 }, 8812);
  const gaps = atMs.slice(1).map((ms, i) => ms - (atMs[i] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  assert.ok(Math.abs(mean - 1) < 0.05, `mean gap ${mean}`);
  assert.ok(
    Math.abs(Math.sqrt(variance) / mean - 1) < 0.05,
    `variation ${Math.sqrt(variance) / mean}`,
  );
});

const faults: [Arrivals, string[]][] = [
  [{ kind: "poisson", ratePerS: NaN, durationS: Infinity }, [
    "ratePerS must be > 0, got NaN",
    "durationS must be > 0, got Infinity",
  ]],
  [{ kind: "ramp", fromPerS: -1, toPerS: NaN, durationS: 0 }, [
    "fromPerS must be >= 0, got -1",
    "toPerS must be >= 0, got NaN",
    "durationS must be > 0, got 0",
  ]],
  [{ kind: "ramp", fromPerS: 0, toPerS: 0, durationS: 1 }, [
    "one of fromPerS and toPerS must be > 0, got 0 and 0",
  ]],
  [{ kind: "spike", basePerS: -1, spikePerS: 0, startS: 4, lengthS: 2, durationS: 5 }, [
    "basePerS must be >= 0, got -1",
    "spikePerS must be > 0, got 0",
    "startS + lengthS must be <= durationS (5), got 6",
  ]],
  [{ kind: "replay", atMs: [] }, ["atMs must have at least one time, got none"]],
  [{ kind: "replay", atMs: [-1, 5, 4, NaN] }, [
    "atMs[0] must be finite and >= 0, got -1",
    "atMs[2] must be >= the time before it (5), got 4",
    "atMs[3] must be finite and >= 0, got NaN",
  ]],
];

for (const [arrivals, expected] of faults) {
  Deno.test(`arrivalFaults() names all of ${JSON.stringify(arrivals)}`, () => {
    assert.deepEqual(arrivalFaults(arrivals), expected);
    assert.throws(() => times(arrivals), {
      name: "RangeError",
      message: `Cannot plan arrivals: ${expected.join("; ")}`,
    });
  });
}
