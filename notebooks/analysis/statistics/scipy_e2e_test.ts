/** The statistics held against NumPy and SciPy, on random inputs that both have. */
import assert from "node:assert/strict";
import { createSeededRandom, type SeededRandom } from "../../../services/orders/seeded_random.ts";
import { python, testWithPython } from "../../../tasks/python_for_tests.ts";
import {
  ascending,
  bootstrapDifferenceInterval,
  bootstrapInterval,
  cliffsDelta,
  ecdfPoints,
  hedgesG,
  linearRegression,
  mean,
  meanInterval,
  quantile,
  standardDeviation,
  type Statistic,
  studentTCdf,
  studentTQuantile,
  studentTTwoSidedP,
  variance,
  welchDifference,
} from "./mod.ts";

const SEED = 20261128;
const LEVELS = [...Array.from({ length: 101 }, (_, percent) => percent / 100), 0.999, 0.9999];
const CONFIDENCES = [0.9, 0.95, 0.99];
const SIZES = [5, 6, 11, 40, 250];

type Case = { kind: string; got: readonly number[] } & Record<string, unknown>;

/** Shapes that measurements have: even, long-tailed, with ties, small beside their mean, mixed signs. */
const SHAPES: readonly ((random: SeededRandom) => number)[] = [
  (random) => random.next(),
  (random) => 20 * Math.exp(-3 * Math.log(1 - random.next())),
  (random) => random.below(7),
  (random) => 1e3 + random.next(),
  (random) => 1e3 * (random.next() - 0.5) * (random.next() - 0.5),
];

function samplesOf(random: SeededRandom): number[][][] {
  return SHAPES.map((draw) => SIZES.map((n) => Array.from({ length: n }, () => draw(random))));
}

function* valueCases(values: readonly number[]): Iterable<Case> {
  const sorted = ascending(values);
  const got = LEVELS.map((level) => quantile(sorted, level)!);
  yield { kind: "quantile", values, levels: LEVELS, got };
  const moments = [mean(values)!, variance(values)!, standardDeviation(values)!];
  yield { kind: "moments", values, got: moments };
  for (const confidence of CONFIDENCES) {
    yield { kind: "mean_interval", values, confidence, got: meanInterval(values, confidence)! };
  }
  const points = ecdfPoints(values).flatMap(({ value, share }) => [value, share]);
  yield { kind: "ecdf", values, got: points };
}

function* pairCases(a: readonly number[], b: readonly number[]): Iterable<Case> {
  for (const confidence of CONFIDENCES) {
    const { difference, interval, degrees } = welchDifference(a, b, confidence)!;
    yield { kind: "welch", a, b, confidence, got: [difference, ...interval, degrees] };
  }
  yield { kind: "cliffs_delta", a, b, got: [cliffsDelta(a, b)!] };
  yield { kind: "welch_p", a, b, got: [welchDifference(a, b)!.p] };
  // The gamma function, of which the check makes g, ends at 171.
  if (a.length + b.length < 340) yield { kind: "hedges_g", a, b, got: [hedgesG(a, b)!] };
}

function* lineCases(random: SeededRandom): Iterable<Case> {
  for (const n of SIZES) {
    for (const noise of [0.1, 10, 1000]) {
      const xs = Array.from({ length: n }, () => 100 * random.next());
      const ys = xs.map((x) => 3 * x + noise * (random.next() - 0.5));
      for (const confidence of CONFIDENCES) {
        const { slope, intercept, rSquared, slopeInterval } = linearRegression(xs, ys, confidence)!;
        const got = [slope, intercept, rSquared!, ...slopeInterval!];
        yield { kind: "regression", xs, ys, confidence, got };
      }
    }
  }
}

function* studentCases(random: SeededRandom): Iterable<Case> {
  for (let i = 0; i < 300; i++) {
    const degrees = Math.exp(13 * random.next());
    const t = 20 * (random.next() - 0.5) ** 3;
    yield { kind: "t_cdf", t, degrees, got: [studentTCdf(t, degrees)] };
    yield { kind: "t_two_sided_p", t, degrees, got: [studentTTwoSidedP(t, degrees)] };
    // From the far tail to the middle.
    const p = i % 2 === 0 ? Math.exp(-20 * random.next()) : 1 - random.next();
    yield { kind: "t_quantile", p, degrees, got: [studentTQuantile(p, degrees)] };
  }
}

const STATISTICS: Record<string, Statistic> = {
  mean,
  p50: (values) => quantile(values, 0.5),
  p90: (values) => quantile(values, 0.9),
};

function* bootstrapCases(a: readonly number[], b: readonly number[]): Iterable<Case> {
  const resamples = 4000;
  for (const [statistic, of] of Object.entries(STATISTICS)) {
    for (const confidence of [0.9, 0.95]) {
      const options = { seed: SEED, resamples, confidence };
      const shared = { kind: "bootstrap", statistic, confidence, resamples };
      yield { ...shared, a, got: bootstrapInterval(a, of, options)! };
      yield { ...shared, a, b, got: bootstrapDifferenceInterval(a, b, of, options)! };
    }
  }
}

function allCases(): Case[] {
  const random = createSeededRandom(SEED);
  const first = samplesOf(random.fork("a"));
  const second = samplesOf(random.fork("b"));
  return first.flatMap((samples, shape) => [
    ...samples.flatMap((values) => [...valueCases(values)]),
    ...samples.flatMap((a) => second[shape]!.flatMap((b) => [...pairCases(a, b)])),
    ...bootstrapCases(samples[3]!, second[shape]![4]!),
  ]).concat([...lineCases(random.fork("lines")), ...studentCases(random.fork("t"))]);
}

async function check(cases: readonly Case[]) {
  const file = await Deno.makeTempFile({ suffix: ".json" });
  try {
    await Deno.writeTextFile(file, JSON.stringify(cases));
    return await python([".ci/statistics_check.py", file]);
  } finally {
    await Deno.remove(file);
  }
}

await testWithPython("scipy", "the statistics are NumPy's and SciPy's to 1e-9", async () => {
  const cases = allCases();
  const { code, text } = await check(cases);
  assert.equal(code, 0, text);
  assert.match(text, new RegExp(`^${cases.length} passed, 0 failed$`, "m"));
  // That it can fail: one number of each kind is off by what is just too much.
  const kinds = new Set(cases.map(({ kind }) => kind));
  const wrong = cases.map((each) => kinds.delete(each.kind) ? { ...each, got: off(each) } : each);
  const broken = await check(wrong);
  assert.equal(broken.code, 1, broken.text);
  const count = new Set(cases.map(({ kind }) => kind)).size;
  assert.match(broken.text, new RegExp(` ${count} failed$`, "m"));
});

/** The result of a case with its last number moved. */
function off({ kind, got }: Case): number[] {
  const last = got.at(-1)!;
  const moved = kind === "bootstrap" ? last + (last - got[0]!) / 4 : last * (1 + 1e-8);
  return [...got.slice(0, -1), moved];
}
