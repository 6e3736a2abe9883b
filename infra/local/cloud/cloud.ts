/**
 * The embedded cloud: SQS, SNS, CloudWatch metrics and CloudWatch Logs on one loopback port, for
 * unmodified AWS SDKs.
 *
 * @module
 */
import { createServer, type Server } from "node:http";
import { createMetricStore } from "./cloudwatch/metric_store.ts";
import { cloudwatchService } from "./cloudwatch/serve.ts";
import { type Latencies, parseLatencies } from "./http/latency.ts";
import { dataConnections } from "./http/connections.ts";
import type { JsonService } from "./http/json_service.ts";
import { route, type Services } from "./http/router.ts";
import { createLogStore } from "./logs/log_store.ts";
import { logsOperations } from "./logs/logs_operations.ts";
import { METRIC_PERIODS_S, startPublisher } from "./metrics/publisher.ts";
import { startFauxqs } from "./sqs/fauxqs_app.ts";
import { sqsErrorHeaders } from "./sqs/query_codes.ts";
import { createQueueStore, type QueueStore } from "./sqs/queue_store.ts";
import { sqsOperations } from "./sqs/sqs_operations.ts";

/** How a cloud is to be. */
export interface CloudOptions {
  /** TCP port on 127.0.0.1, 0 to 65,535; 0, the default, chooses a free one. */
  port?: number;
  /** AWS region that resources belong to; default `us-east-1`. */
  region?: string;
  /** Seconds between publications of the AWS/SQS metrics: 1, 5, 10, 30 or 60, the default. */
  metricPeriodS?: number;
  /** Milliseconds added to calls, 0 to 60,000, by `<service>.<operation>`: `{"sns.publish": 110}`. */
  latencies?: Readonly<Record<string, number>>;
}

/** A running cloud, and what a client needs to speak to it. */
export interface Cloud {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  url: string;
  region: string;
  /** Any credentials will do: signatures are not checked. */
  accessKeyId: string;
  secretAccessKey: string;
  /** Answers what waits, then closes every connection and timer. */
  stop(): Promise<void>;
}

/** PutLogEvents takes 1 MiB of text, which JSON may write as six times that. */
const LOGS_BODY_BYTES_MAX = 8 * 1_048_576;
/** SQS's largest request is a send, which is not among ours. */
const SQS_BODY_BYTES_MAX = 1_048_576;
/** How long answers may take to leave at the end. */
const STOP_GRACE_MS = 1_000;

function checkOptions(options: CloudOptions): Latencies {
  const faults: string[] = [];
  const { port = 0, region = "us-east-1", metricPeriodS = 60 } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    faults.push(`port must be 0 to 65535, got ${port}`);
  }
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    faults.push(`region must be one like us-east-1, got ${JSON.stringify(region)}`);
  }
  if (!METRIC_PERIODS_S.includes(metricPeriodS)) {
    faults.push(
      `metricPeriodS must be one of ${METRIC_PERIODS_S.join(", ")}, got ${metricPeriodS}`,
    );
  }
  let latencies = parseLatencies({});
  try {
    latencies = parseLatencies(options.latencies ?? {});
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  }
  if (faults.length > 0) throw new RangeError(`Cannot start the cloud: ${faults.join("; ")}`);
  return latencies;
}

function sqsService(queues: QueueStore): JsonService {
  return {
    name: "sqs",
    title: "SQS",
    operations: sqsOperations(queues),
    contentType: "application/x-amz-json-1.0",
    errorNamespace: "com.amazonaws.sqs",
    errorHeaders: sqsErrorHeaders,
    bodyBytesMax: SQS_BODY_BYTES_MAX,
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once(
      "error",
      (error) =>
        reject(
          new Error(`Cannot start the cloud: 127.0.0.1:${port} cannot be listened on (${error})`),
        ),
    );
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
  await closed;
  clearTimeout(timer);
}

/**
 * Starts a cloud.
 *
 * @throws {RangeError} naming every bad option; an `Error` when the port is taken.
 * @example
 * ```ts no-run
 * import { startCloud } from "./cloud.ts";
 *
 * const cloud = await startCloud({ metricPeriodS: 1, latencies: { "sns.publish": 110 } });
 * console.log(cloud.url);
 * await cloud.stop();
 * ```
 */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const latencies = checkOptions(options);
  const { port = 0, region = "us-east-1", metricPeriodS = 60 } = options;
  const now = () => Date.now();
  const metrics = createMetricStore(now);
  const queues = createQueueStore(region, now);
  const fauxqs = await startFauxqs(queues, latencies);
  const services: Services = {
    latencies,
    fauxqs,
    sqs: sqsService(queues),
    cloudwatch: cloudwatchService(metrics, now),
    logs: {
      name: "logs",
      title: "CloudWatch Logs",
      operations: logsOperations(createLogStore(now), metrics, region, now),
      contentType: "application/x-amz-json-1.1",
      bodyBytesMax: LOGS_BODY_BYTES_MAX,
    },
  };
  const connections = dataConnections();
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    if (connections.serve(request, response)) return;
    route(services, request, response);
  });
  let boundPort: number;
  try {
    boundPort = await listen(server, port);
  } catch (error) {
    await fauxqs.close();
    throw error;
  }
  const stopPublisher = startPublisher({ queues, metrics, periodS: metricPeriodS, now });
  return {
    url: `http://127.0.0.1:${boundPort}`,
    region,
    accessKeyId: "spillway",
    secretAccessKey: "spillway-local",
    async stop() {
      stopPublisher();
      queues.shutdown();
      await close(server);
      await fauxqs.close();
    },
  };
}
