/**
 * A target of real processes as a run uses it: load goes out over HTTP, evidence comes from AWS, and
 * all trials share the one time there is.
 *
 * @module
 */
import { awsEvidence } from "../collect/aws_evidence.ts";
import { httpSender } from "../load/http_sender.ts";
import type { Clock } from "../../services/orders/ports.ts";
import type { AwsEnvironment, ClockSource, StartedTarget, Target } from "./ports.ts";

/** How long logs may take to show what was written, seconds. */
const LOG_SETTLE_S = { local: 5, aws: 120 };

/** Wraps a target that has been started. */
export function processTarget(target: Target, clock: Clock): StartedTarget {
  return {
    name: target.name,
    failed: target.failed,
    teardown: () => target.teardown(),
    region: target.aws.region,
    clocks: clocksOf(target.aws),
    logSettleS: target.name === "aws" ? LOG_SETTLE_S.aws : LOG_SETTLE_S.local,
    *sessions(jobs, { startedAtMs }) {
      const evidence = awsEvidence(target.aws, startedAtMs);
      try {
        yield {
          jobs,
          clock,
          startEpochMs: startedAtMs,
          target,
          evidence,
          openSender: ({ apiUrl }, path, timeoutMs) =>
            httpSender({
              url: `${apiUrl}/orders/${path === "sync" ? "sync" : "async"}`,
              ...(timeoutMs === undefined ? {} : { timeoutMs }),
            }),
          within: (work) => work(),
          outside: (work) => work(),
        };
      } finally {
        evidence.close();
      }
    },
  };
}

/** Where the times of a run on one machine come from. */
function clocksOf(aws: AwsEnvironment): ClockSource[] {
  const local = aws.endpointUrl !== undefined;
  return [{
    hosts: "runner, api, worker",
    source: "wall clock re-anchored to the monotonic clock of each process",
    // On one machine all processes read the same wall clock, each to a millisecond.
    error_ms: local ? 2 : 100,
  }];
}
