/**
 * Request bodies: whole, bounded, inflated.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AwsError, serializationError } from "./aws_error.ts";

const inflate = promisify(gunzip);

function tooLarge(bytesMax: number): AwsError {
  return new AwsError(
    "RequestEntityTooLargeException",
    `Cannot read the request: a body must be at most ${bytesMax} bytes`,
    { status: 413, queryCode: "RequestEntityTooLarge" },
  );
}

/**
 * The whole body of a request, inflated where it says `Content-Encoding: gzip`.
 *
 * @throws {AwsError} when it is larger than `bytesMax`, before or after inflation, or no gzip.
 */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > bytesMax) throw tooLarge(bytesMax);
  }
  const [first] = chunks;
  const body = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding === "gzip") return await unzip(body, bytesMax);
  // "aws-chunked" only frames uploads to S3, which is not here.
  if (encoding === "identity") return body;
  throw serializationError(`Cannot read the request: Content-Encoding ${encoding} is not known`);
}

async function unzip(body: Buffer, bytesMax: number): Promise<Buffer> {
  try {
    return await inflate(body, { maxOutputLength: bytesMax });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(bytesMax);
    throw serializationError(`Cannot read the request: its body is not gzip (${error})`);
  }
}

/**
 * A body as the JSON object it must be.
 *
 * @throws {AwsError} `SerializationException`.
 */
export function parseJsonObject(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw serializationError(`Cannot read the request: its body is not JSON (${error})`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw serializationError("Cannot read the request: its body must be a JSON object");
}
