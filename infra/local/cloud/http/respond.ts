/**
 * Answers, and faults, in the wire formats that AWS services speak.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { ServerResponse } from "node:http";
import { AwsError } from "./aws_error.ts";

/** Any throw as the fault that AWS would call it; what is not ours is `InternalFailure`. */
export function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const reason = error instanceof Error ? error.stack ?? error.message : String(error);
  return new AwsError("InternalFailure", `The embedded cloud failed: ${reason}`, { status: 500 });
}

/** Writes one whole answer. */
export function respond(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string | Uint8Array,
): void {
  if (response.destroyed || response.writableEnded) return;
  const bytes = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  response.writeHead(status, {
    ...headers,
    "content-length": bytes,
    "x-amzn-requestid": crypto.randomUUID(),
  });
  response.end(body);
}

/** The header by which clients of services that once spoke the query protocol learn the old code. */
export function queryErrorHeader(error: AwsError): Record<string, string> {
  return { "x-amzn-query-error": `${error.queryCode};${error.fault}` };
}

/** Writes a fault as the AWS JSON protocols do. `namespace`: of the shape, `com.amazonaws.sqs`. */
export function respondJsonError(
  response: ServerResponse,
  error: AwsError,
  options: { contentType: string; namespace?: string; headers?: Record<string, string> },
): void {
  const type = options.namespace ? `${options.namespace}#${error.shape}` : error.shape;
  const body = JSON.stringify({ __type: type, message: error.message });
  respond(response, error.status, {
    "content-type": options.contentType,
    "x-amzn-errortype": error.shape,
    ...options.headers,
  }, body);
}

/** Text as XML takes it. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Writes a fault as the query protocol does. */
export function respondQueryError(
  response: ServerResponse,
  error: AwsError,
  xmlNamespace: string,
): void {
  const body = `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${error.fault}</Type>` +
    `<Code>${escapeXml(error.queryCode)}</Code><Message>${escapeXml(error.message)}</Message>` +
    `</Error><RequestId>${crypto.randomUUID()}</RequestId></ErrorResponse>`;
  respond(response, error.status, { "content-type": "text/xml" }, body);
}
