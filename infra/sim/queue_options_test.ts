import assert from "node:assert/strict";
import { checkQueueOptions } from "./queue_options.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { createVirtualClock } from "./virtual_clock.ts";

const required = { name: "orders", clock: createVirtualClock(), random: createSeededRandom(1) };

Deno.test("checkQueueOptions() fills in what AWS documents", () => {
  assert.deepEqual(checkQueueOptions(required), {
    maxReceiveCount: 3,
    inFlightMax: 120_000,
    retentionS: 345_600,
    disorderWindow: 32,
    shortPollHitRatio: 1,
    duplicateProbability: 0,
    attributesAgeMsMax: 0,
  });
});

Deno.test("checkQueueOptions() names every setting that is out of range", () => {
  assert.throws(
    () =>
      checkQueueOptions({
        ...required,
        name: "a queue",
        maxReceiveCount: 0,
        inFlightMax: 120_001,
        retentionS: 59,
        disorderWindow: 1.5,
        shortPollHitRatio: 0,
        duplicateProbability: 1,
        attributesAgeMsMax: NaN,
      }),
    {
      name: "RangeError",
      message: "Cannot create queue: " + [
        'name must be 1 to 80 letters, digits, - or _, got "a queue"',
        "maxReceiveCount must be a whole number from 1 to 1000, got 0",
        "inFlightMax must be a whole number from 1 to 120000, got 120001",
        "retentionS must be a whole number from 60 to 1209600, got 59",
        "disorderWindow must be a whole number from 1 to 1000000, got 1.5",
        "shortPollHitRatio must be > 0 and <= 1, got 0",
        "duplicateProbability must be >= 0 and < 1, got 1",
        "attributesAgeMsMax must be >= 0 and finite, got NaN",
      ].join("; "),
    },
  );
});
