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
 * A `Content-Length` above the limit is refused unread. A body without one is counted as it comes, and
 * reading stops at the first chunk beyond the limit.
 */
export async function readBody(request: Request, bytesMax: number): Promise<BodyReading> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > bytesMax) return TOO_LARGE;
  // A server reads no more than was declared, so that this body can be taken whole; as a stream it
  // costs twice the time.
  const bytes = declared !== null && request.headers.get("transfer-encoding") === null
    ? await request.bytes()
    : await readChunks(request, bytesMax);
  if (bytes.length > bytesMax) return TOO_LARGE;
  try {
    return { ok: true, text: decoder.decode(bytes) };
  } catch {
    return NOT_UTF8;
  }
}

/** The bytes of a body; reading stops at the chunk that exceeds `bytesMax`. */
async function readChunks(request: Request, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (request.body === null) return join(chunks, bytes);
  const reader = request.body.getReader();
  while (bytes <= bytesMax) {
    const { done, value } = await reader.read();
    if (done) return join(chunks, bytes);
    bytes += value.length;
    chunks.push(value);
  }
  await reader.cancel();
  return join(chunks, bytes);
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
