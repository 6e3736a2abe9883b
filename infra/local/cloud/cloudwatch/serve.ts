/**
 * CloudWatch over HTTP in its three protocols, from one set of operations.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../http/body.ts";
import { runCall, type Service } from "../http/call.ts";
import type { JsonService } from "../http/json_service.ts";
import type { Latencies } from "../http/latency.ts";
import { asAwsError, queryErrorHeader, respond, respondQueryError } from "../http/respond.ts";
import { readCbor, writeCbor } from "./cbor_protocol.ts";
import { cloudwatchOperations } from "./cloudwatch_operations.ts";
import type { MetricStore } from "./metric_store.ts";
import { readForm, writeAnswer } from "./query_protocol.ts";
import { CLOUDWATCH_SHAPES } from "./shapes.ts";

/** XML namespace of CloudWatch. */
export const CLOUDWATCH_NAMESPACE = "http://monitoring.amazonaws.com/doc/2010-08-01/";

/** Name of the service in `X-Amz-Target` and in the paths of RPC v2. */
export const CLOUDWATCH_TARGET = "GraniteServiceVersion20100801";

const ERROR_NAMESPACE = "com.amazonaws.cloudwatch";

/** Most bytes of a request. Source: CloudWatch PutMetricData, 1 MB. */
export const CLOUDWATCH_BODY_BYTES_MAX = 1_048_576;

/** CloudWatch over `store`, as the JSON protocol takes it. */
export function cloudwatchService(store: MetricStore, now: () => number): JsonService {
  return {
    name: "cloudwatch",
    title: "CloudWatch",
    operations: cloudwatchOperations(store, now),
    contentType: "application/x-amz-json-1.0",
    errorNamespace: ERROR_NAMESPACE,
    errorHeaders: queryErrorHeader,
    bodyBytesMax: CLOUDWATCH_BODY_BYTES_MAX,
  };
}

const CBOR_HEADERS = { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" };

/** Answers one request of Smithy RPC v2 CBOR. */
export async function serveCbor(
  service: Service,
  operation: string,
  latencies: Latencies,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const output = await runCall(
      service,
      operation,
      latencies,
      response,
      async () => readCbor(await readBody(request, CLOUDWATCH_BODY_BYTES_MAX)),
    );
    const shape = CLOUDWATCH_SHAPES[operation]?.output ?? { type: "structure", members: {} };
    respond(response, 200, CBOR_HEADERS, writeCbor(shape, output));
  } catch (thrown) {
    const error = asAwsError(thrown);
    const fault = { __type: `${ERROR_NAMESPACE}#${error.shape}`, message: error.message };
    const shape = { type: "structure", members: {} } as const;
    const headers = { ...CBOR_HEADERS, ...queryErrorHeader(error) };
    respond(response, error.status, headers, writeCbor(shape, fault));
  }
}

/** Answers one request of the query protocol; `form` where its body was read already. */
export async function serveQuery(
  service: Service,
  latencies: Latencies,
  response: ServerResponse,
  form: URLSearchParams,
): Promise<void> {
  const operation = form.get("Action") ?? "";
  try {
    const shapes = CLOUDWATCH_SHAPES[operation];
    const input = shapes?.input ?? { type: "structure", members: {} };
    const output = await runCall(
      service,
      operation,
      latencies,
      response,
      () => readForm(input, form),
    );
    const body = writeAnswer(operation, shapes?.output, output, CLOUDWATCH_NAMESPACE);
    respond(response, 200, { "content-type": "text/xml" }, body);
  } catch (thrown) {
    respondQueryError(response, asAwsError(thrown), CLOUDWATCH_NAMESPACE);
  }
}
