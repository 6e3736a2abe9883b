import { Buffer } from "node:buffer";

/** Longest UTF-8 of one UTF-16 code unit. Source: RFC 3629. */
const BYTES_PER_UNIT_MAX = 3;

/** Whether `texts` together are longer than `bytesMax` in UTF-8; counted only when it may be so. */
export function exceedsUtf8Bytes(texts: readonly string[], bytesMax: number): boolean {
  let unitsMax = 0;
  for (const text of texts) unitsMax += text.length;
  if (unitsMax * BYTES_PER_UNIT_MAX <= bytesMax) return false;
  let bytes = 0;
  for (const text of texts) bytes += Buffer.byteLength(text);
  return bytes > bytesMax;
}

/** Bytes of `text` in UTF-8. */
export function utf8Bytes(text: string): number {
  return Buffer.byteLength(text);
}
