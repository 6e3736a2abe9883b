/**
 * A world drawn from a seed: a topology, a load, and what befalls them.
 *
 * @module
 */
import { createSeededRandom } from "../../../services/orders/seeded_random.ts";

/** A fault at a time. */
export interface Shot {
  /** Milliseconds since the world's start. */
  atMs: number;
  what: "kill worker" | "stop worker" | "kill api" | "stop api" | "reset connections";
}

/** Everything about a world, as data: what is shrunk, printed and replayed. */
export interface World {
  /** Of everything that is drawn while it runs. */
  seed: number;
  path: "queue" | "sync";
  orders: number;
  ratePerS: number;
  /** How long a client waits for its answer, milliseconds. */
  clientTimeoutMs: number;
  workers: number;
  concurrency: number;
  paymentSlots: number;
  /** Median of a payment, milliseconds; the 99th percentile is `paymentSpread` times that. */
  paymentMs: number;
  paymentSpread: number;
  prefetch: "ahead" | "original" | number;
  visibilityTimeoutS: number;
  /** Most messages under a lease. */
  leasesMax: number;
  /** Median of every call and way, milliseconds. */
  latencyMs: number;
  onDisconnect: "cancel" | "pay";
  /** How long a process that died is missed, milliseconds. */
  restartMs: number;
  shots: Shot[];
  duplicateProbability: number;
  duplicateDelayMs: number;
  /** Largest difference of a process's clock from the true time, milliseconds. */
  skewMs: number;
  /** Chance of a fault of a call or an entry, while faults are on. */
  faultProbability: number;
  /** Faults are on for `faultOnMs` at the beginning of every `faultEveryMs`. */
  faultOnMs: number;
  faultEveryMs: number;
}

/** No lease shorter than this is drawn: below it a fault may outlast what is left of a lease. */
const LEASE_S_MIN = 6;

/**
 * How long faults may last so that every extension and every delete comes through in time: retries wait
 * at most twice as long again, and a third of the lease is left for them.
 */
export function faultOnMsMax(visibilityTimeoutS: number): number {
  return visibilityTimeoutS * 1000 / 16;
}

/** The pause between two spells of faults: longer than any retry of the first. */
export function faultEveryMsMin(faultOnMs: number): number {
  return 8 * faultOnMs + 1000;
}

/**
 * The world of a seed.
 *
 * @param seed a whole number from 0 to 2^53 − 1.
 * @example
 * ```ts
 * import { drawWorld } from "./world.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(drawWorld(7), drawWorld(7));
 * assert.notDeepEqual(drawWorld(7), drawWorld(8));
 * ```
 */
export function drawWorld(seed: number): World {
  const random = createSeededRandom(seed).fork("world");
  const whole = (low: number, high: number) => low + random.below(high - low + 1);
  const maybe = (chance: number) => random.next() < chance;
  /** As likely between 1 and 10 as between 10 and 100. */
  const scale = (low: number, high: number) => low * Math.exp(random.next() * Math.log(high / low));
  const path = maybe(0.9) ? "queue" : "sync";
  const orders = whole(1, 120);
  const ratePerS = round(scale(2, 500));
  const visibilityTimeoutS = whole(LEASE_S_MIN, 40);
  // Some faults outlast leases, and the patience of a worker whose queue refuses it.
  const faultOnMs = round(
    random.next() * (maybe(0.2) ? 60_000 : faultOnMsMax(visibilityTimeoutS)),
  );
  const loadMs = orders * 1000 / ratePerS;
  const shots = maybe(0.4) ? whole(1, 5) : 0;
  return {
    seed,
    path,
    orders,
    ratePerS,
    clientTimeoutMs: round(scale(500, 60_000)),
    workers: whole(1, 4),
    concurrency: whole(1, 12),
    paymentSlots: whole(1, 8),
    paymentMs: round(scale(1, maybe(0.4) ? 2000 * visibilityTimeoutS : 2000)),
    paymentSpread: maybe(0.5) ? 1 : round(1 + 4 * random.next()),
    prefetch: maybe(0.7) ? "ahead" : maybe(0.3) ? "original" : whole(0, 30),
    visibilityTimeoutS,
    leasesMax: maybe(0.2) ? whole(1, 30) : 120_000,
    latencyMs: round(scale(0.1, 100)),
    onDisconnect: maybe(0.5) ? "cancel" : "pay",
    restartMs: round(scale(10, 10_000)),
    shots: Array.from({ length: shots }, () => ({
      atMs: round(random.next() * 2 * (loadMs + 5000)),
      what: SHOTS[random.below(SHOTS.length)]!,
    })).sort((a, b) => a.atMs - b.atMs),
    duplicateProbability: maybe(0.3) ? round(0.1 * random.next()) : 0,
    duplicateDelayMs: round(random.next() * 2000 * visibilityTimeoutS),
    skewMs: maybe(0.3) ? round(scale(1, 60_000)) : 0,
    faultProbability: maybe(0.5) ? round(random.next()) : 0,
    faultOnMs,
    faultEveryMs: round(faultEveryMsMin(faultOnMs) * (1 + random.next())),
  };
}

const SHOTS: readonly Shot["what"][] = [
  "kill worker",
  "stop worker",
  "kill api",
  "stop api",
  "reset connections",
];

/** Whether nothing in a world can make a worker with `ahead` pay an order twice. */
export function paysOnce(world: World): boolean {
  return world.path === "queue" && world.prefetch === "ahead" &&
    world.duplicateProbability === 0 && world.skewMs === 0 &&
    (world.faultProbability === 0 ||
      world.faultOnMs <= faultOnMsMax(world.visibilityTimeoutS)) &&
    !world.shots.some(({ what }) => what === "kill worker");
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
