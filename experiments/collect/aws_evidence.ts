/**
 * Evidence as AWS has it: CloudWatch's logs and metrics, and the queues themselves. Targets that speak
 * AWS differ by endpoint and credentials alone.
 *
 * @module
 */
import type { Evidence } from "../run/evidence.ts";
import type { AwsEnvironment } from "../run/ports.ts";
import { createClients } from "./clients.ts";
import { receiveLeftOver } from "./left_over.ts";
import { factsOf } from "./ledger.ts";
import { cloudWatchLogSource } from "./logs.ts";
import { cloudWatchMetricsSource } from "./metrics.ts";
import { readTrialLog } from "./trial_log.ts";

/** Evidence that holds connections. */
export interface AwsEvidence extends Evidence {
  /** Closes all connections. */
  close(): void;
}

/**
 * Reads evidence through the AWS SDK.
 *
 * @param startEpochMs epoch milliseconds of the run's start: times are relative to it.
 */
export function awsEvidence(aws: AwsEnvironment, startEpochMs: number): AwsEvidence {
  const clients = createClients(aws);
  const logs = cloudWatchLogSource(clients.logs);
  return {
    async readRecord({ trial, repetition, topology, fromEpochMs, toEpochMs }) {
      const lines: string[] = [];
      for (const group of [topology.apiLogGroup, topology.workerLogGroup]) {
        for await (const line of logs.lines(group, fromEpochMs, toEpochMs)) lines.push(line);
      }
      const log = readTrialLog(lines, trial, repetition);
      const workers = log.statistics.filter(({ host }) => host.startsWith("worker-"));
      return {
        facts: factsOf(log.events, startEpochMs),
        workers: workers.map((line) => ({
          host: line.host,
          atMs: line.at_ms - startEpochMs,
          cpuS: line.cpu_s,
          rssBytes: line.rss_bytes,
        })),
        warmUpEvents: log.warmUpEvents,
        poisonMessages: log.poisonLines.length,
        unreadableEvents: log.badLines.length,
      };
    },
    metrics: cloudWatchMetricsSource(clients.metrics),
    leftOver: async (queueUrl) => (await receiveLeftOver(clients.queue, queueUrl)).orderIds,
    close: () => clients.destroy(),
  };
}
