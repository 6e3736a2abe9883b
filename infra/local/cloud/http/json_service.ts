/**
 * The AWS JSON protocols: the operation in a header, the request and answer as JSON objects.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AwsError } from "./aws_error.ts";
import { parseJsonObject, readBody } from "./body.ts";
import { runCall, type Service } from "./call.ts";
import type { Latencies } from "./latency.ts";
import { asAwsError, respond, respondJsonError } from "./respond.ts";

/** A service that is spoken to in AWS JSON. */
export interface JsonService extends Service {
  contentType: "application/x-amz-json-1.0" | "application/x-amz-json-1.1";
  /** Prefix of error shapes; none where the service writes bare names. */
  errorNamespace?: string;
  errorHeaders?: (error: AwsError) => Record<string, string>;
  bodyBytesMax: number;
}

/** Answers one request. */
export async function serveJson(
  service: JsonService,
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
      async () => parseJsonObject(await readBody(request, service.bodyBytesMax)),
    );
    respond(response, 200, { "content-type": service.contentType }, JSON.stringify(output));
  } catch (thrown) {
    const error = asAwsError(thrown);
    respondJsonError(response, error, {
      contentType: service.contentType,
      ...(service.errorNamespace === undefined ? {} : { namespace: service.errorNamespace }),
      ...(service.errorHeaders === undefined ? {} : { headers: service.errorHeaders(error) }),
    });
  }
}
