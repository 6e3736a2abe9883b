/**
 * Bodies of Smithy RPC v2 CBOR: maps as JSON has them, and times as tag 1 over epoch seconds.
 * Source: https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 *
 * @module
 */
import { decode, encode, Tagged } from "cborg";
import { serializationError } from "../http/aws_error.ts";
import { isStructure } from "../http/members.ts";
import type { Shape } from "./shapes.ts";

const EPOCH_SECONDS = 1;

/**
 * The request in a CBOR body; times are epoch seconds.
 *
 * @throws {AwsError} `SerializationException`.
 */
export function readCbor(body: Uint8Array): Record<string, unknown> {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = decode(body, {
      allowIndefinite: true,
      allowUndefined: true,
      coerceUndefinedToNull: true,
      tags: { [EPOCH_SECONDS]: (content) => content() },
    });
  } catch (error) {
    throw serializationError(`Cannot read the request: its body is not CBOR (${error})`);
  }
  if (isStructure(value)) return value;
  throw serializationError("Cannot read the request: its body must be a CBOR map");
}

function tagTimes(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case "timestamp":
      return new Tagged(EPOCH_SECONDS, value);
    case "list":
      return (value as unknown[]).map((item) => tagTimes(shape.member, item));
    case "structure":
      return Object.fromEntries(
        Object.entries(value as Record<string, unknown>)
          .filter(([, item]) => item !== undefined)
          .map(([name, item]) => {
            const member = shape.members[name];
            return [name, member === undefined ? item : tagTimes(member, item)];
          }),
      );
    default:
      return value;
  }
}

/** An answer as a CBOR body. */
export function writeCbor(shape: Shape, value: object): Uint8Array {
  return encode(tagTimes(shape, value));
}
