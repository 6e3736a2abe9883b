/**
 * What the cost of a path leaves out.
 *
 * @module
 */

/** What the cost leaves out, and why; it is the same on all paths, or no price was found. */
export const LEFT_OUT: readonly { what: string; reason: string }[] = [
  {
    what: "data transfer from SNS to SQS and Lambda",
    reason: "the sources disagree whether it is billed, and none gives a rate within a region",
  },
  { what: "NAT gateways and VPC endpoints", reason: "tasks have public addresses instead" },
  { what: "image storage and builds", reason: "cents a month on any path" },
  { what: "log storage", reason: "kept for two weeks, a small part of what ingestion costs" },
  { what: "what the payment provider takes", reason: "the same on all paths" },
  { what: "people", reason: "counted as resources, settings, alarms and steps (complexity.ts)" },
  {
    what: "free tiers",
    reason: "an account's, not a path's; free_tier.ts subtracts them on demand",
  },
];
