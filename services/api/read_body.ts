/** A request's body as text, or why there is none. */
export type BodyReading = { ok: true; text: string } | {
  ok: false;
  fault: "too_large" | "not_utf8";
};

const TOO_LARGE: BodyReading = { ok: false, fault: "too_large" };
const NOT_UTF8: BodyReading = { ok: false, fault: "not_utf8" };
const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a body of at most `bytesMax` bytes.
 *
 * A `Content-Length` above the limit is refused unread. Whatever it says, bytes are counted as they
 * come, and reading stops at the first chunk beyond the limit.
 */
export async function readBody(request: Request, bytesMax: number): Promise<BodyReading> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > bytesMax) return TOO_LARGE;
  if (request.body === null) return { ok: true, text: "" };
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // The reader is never released: nobody else reads this body, and releasing costs as much as reading.
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > bytesMax) {
      await reader.cancel();
      return TOO_LARGE;
    }
    chunks.push(value);
  }
  try {
    return {
      ok: true,
      text: decoder.decode(chunks.length === 1 ? chunks[0] : join(chunks, bytes)),
    };
  } catch {
    return NOT_UTF8;
  }
}

function join(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
