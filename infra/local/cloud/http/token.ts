/**
 * Pagination tokens: a place in a listing, bound to the request that it was given for.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

/** A place in a listing. */
export type Place = readonly (number | string)[];

function fingerprint(request: object): string {
  return createHash("sha256").update(JSON.stringify(request)).digest("base64url").slice(0, 12);
}

/** A token for `place` in the listing that `request` asks for. */
export function writeToken(request: object, place: Place): string {
  return Buffer.from(JSON.stringify([fingerprint(request), ...place])).toString("base64url");
}

/**
 * The place that a token names.
 *
 * @returns undefined when it is not a token, or was given for another request.
 */
export function readToken(token: string, request: object): Place | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const [given, ...place] = value;
  if (given !== fingerprint(request)) return undefined;
  return place.every((part) => typeof part === "number" || typeof part === "string")
    ? place
    : undefined;
}
