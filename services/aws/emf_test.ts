import assert from "node:assert/strict";
import { emfLine } from "./emf.ts";

Deno.test("emfLine() has every metric and dimension as a member at its root", () => {
  const line = emfLine(1_800_000_000_123.9, [{ name: "InFlight", unit: "Count", value: 3 }], {
    event: "stats",
    service: "worker",
    trial: "t",
  });
  assert.deepEqual(line, {
    _aws: {
      Timestamp: 1_800_000_000_123,
      CloudWatchMetrics: [{
        Namespace: "Spillway",
        Dimensions: [["service", "trial"]],
        Metrics: [{ Name: "InFlight", Unit: "Count", StorageResolution: 1 }],
      }],
    },
    event: "stats",
    service: "worker",
    trial: "t",
    InFlight: 3,
  });
});
