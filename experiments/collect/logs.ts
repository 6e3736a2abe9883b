/**
 * Log lines from CloudWatch Logs.
 *
 * @module
 */
import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";

/** Where services' lines are read from. */
export interface LogSource {
  /**
   * Every line of a log group from `fromMs` to `toMs` (epoch milliseconds, inclusive), page by page;
   * nothing if there is no such group.
   */
  lines(logGroup: string, fromMs: number, toMs: number): AsyncIterable<string>;
}

/** Reads CloudWatch Logs by `FilterLogEvents`. */
export function cloudWatchLogSource(client: CloudWatchLogsClient): LogSource {
  return {
    async *lines(logGroup, fromMs, toMs) {
      let nextToken: string | undefined;
      do {
        const page = await client.send(
          new FilterLogEventsCommand({
            logGroupName: logGroup,
            startTime: Math.floor(fromMs),
            endTime: Math.ceil(toMs),
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
        ).catch((error) => {
          if (error instanceof ResourceNotFoundException) return undefined;
          throw error;
        });
        for (const event of page?.events ?? []) {
          if (event.message !== undefined) yield event.message;
        }
        nextToken = page?.nextToken;
      } while (nextToken !== undefined);
    },
  };
}
