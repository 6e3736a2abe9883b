/**
 * CloudWatch Logs as the place that shippers send to.
 *
 * @module
 */
import {
  type CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  type RejectedLogEventsInfo,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogLine } from "./log_batch.ts";
import { type LogSink, LogSinkError } from "./log_buffer.ts";

/** One stream of a log group that exists; the stream is created with the first batch. */
export function createLogSink(
  client: CloudWatchLogsClient,
  logGroupName: string,
  logStreamName: string,
): LogSink {
  let streamExists = false;
  return {
    async put(batch, abortSignal) {
      try {
        if (!streamExists) await createStream(client, logGroupName, logStreamName, abortSignal);
        streamExists = true;
        const logEvents = batch.map(({ timestamp, message }) => ({ timestamp, message }));
        const { rejectedLogEventsInfo } = await client.send(
          new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }),
          { abortSignal },
        );
        return { rejected: rejectedCount(batch, rejectedLogEventsInfo) };
      } catch (error) {
        throw sinkError(error, `${logGroupName}:${logStreamName}`);
      }
    },
  };
}

async function createStream(
  client: CloudWatchLogsClient,
  logGroupName: string,
  logStreamName: string,
  abortSignal: AbortSignal,
) {
  try {
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }), { abortSignal });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ResourceAlreadyExistsException") throw error;
  }
}

/** Batches are sorted, so the refused ones are a beginning (too old) and an end (too new). */
export function rejectedCount(
  batch: readonly LogLine[],
  info: RejectedLogEventsInfo | undefined,
): number {
  const first = Math.max(
    info?.tooOldLogEventEndIndex ?? 0,
    info?.expiredLogEventEndIndex ?? 0,
  );
  const end = info?.tooNewLogEventStartIndex ?? batch.length;
  return Math.min(batch.length, first + Math.max(0, batch.length - Math.max(end, first)));
}

const PASSING = new Set([
  "InternalFailure",
  "OperationAbortedException",
  "RequestTimeout",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

function sinkError(error: unknown, where: string): LogSinkError {
  if (!(error instanceof Error)) return new LogSinkError(`${where}: ${String(error)}`, false);
  const status = httpStatus(error);
  // Without a status no answer came: the connection was refused, lost or too slow.
  const retryable = PASSING.has(error.name) || status === undefined || status >= 500 ||
    status === 429;
  return new LogSinkError(`${where}: ${error.name}: ${error.message}`, retryable, { cause: error });
}

function httpStatus(error: Error): number | undefined {
  if (!("$metadata" in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null) return undefined;
  if (!("httpStatusCode" in metadata)) return undefined;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
}
