/**
 * Reads HTTP/1.1 responses from bytes that arrive in pieces (RFC 9112), as much as a client needs that
 * only wants the status, the end of the answer, and the reason of a refusal.
 *
 * @module
 */

/** One whole response. */
export interface HttpResponse {
  status: number;
  /** Whether the connection may carry another request. */
  reusable: boolean;
  /** The beginning of the body, unless the status is 2xx. */
  excerpt: string;
}

/** Reads the response to one request after another. */
export interface HttpResponseReader {
  /**
   * Takes bytes.
   *
   * @returns the response, once its last byte is there.
   * @throws {Error} when the bytes are no HTTP/1.1 response.
   */
  push(bytes: Uint8Array): HttpResponse | undefined;
  /** The connection has ended: the response, if its end is what ends the body. */
  end(): HttpResponse | undefined;
}

/** Longest head, chunk-size line or trailer line that is read, bytes. */
const LINE_BYTES_MAX = 65_536;
/** How much of a refusal's body is kept, characters. */
const EXCERPT_CHARS_MAX = 300;

type Phase = "head" | "length" | "chunk size" | "chunk" | "chunk end" | "trailers" | "until close";

/** One character a byte, so that positions in text are positions in bytes. */
const latin1 = new TextDecoder("latin1");
const utf8 = new TextDecoder();

/**
 * Makes a reader for one connection.
 *
 * @example
 * ```ts
 * import { httpResponseReader } from "./http_response.ts";
 * import assert from "node:assert/strict";
 *
 * const bytes = (text: string) => new TextEncoder().encode(text);
 * const reader = httpResponseReader();
 * assert.equal(reader.push(bytes("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbu")), undefined);
 * assert.deepEqual(reader.push(bytes("sy")), { status: 503, reusable: true, excerpt: "busy" });
 * ```
 */
export function httpResponseReader(): HttpResponseReader {
  let phase: Phase = "head";
  let text = ""; // the unfinished head or line
  let response: HttpResponse = { status: 0, reusable: true, excerpt: "" };
  let bodyLeft = 0;

  function finish(): HttpResponse {
    phase = "head";
    text = "";
    return response;
  }

  /** Takes the head or a line up to and with `mark`; gives the position behind it, or -1. */
  function takeText(bytes: Uint8Array, from: number, mark: string): number {
    const before = text.length;
    text += latin1.decode(from === 0 ? bytes : bytes.subarray(from));
    const end = text.indexOf(mark, Math.max(0, before - mark.length));
    if (end < 0) {
      if (text.length > LINE_BYTES_MAX) throw new Error("malformed answer: a line has no end");
      return -1;
    }
    const behind = from + end + mark.length - before;
    text = text.slice(0, end);
    return behind;
  }

  /** Takes bytes of the body; gives the position behind them. */
  function takeBody(bytes: Uint8Array, from: number, to: number): number {
    const wanted = EXCERPT_CHARS_MAX - response.excerpt.length;
    if (wanted > 0 && (response.status < 200 || response.status > 299)) {
      response.excerpt += utf8.decode(bytes.subarray(from, Math.min(to, from + wanted)));
    }
    return to;
  }

  function startBody(): HttpResponse | undefined {
    const head = parseHead(text);
    text = "";
    // 100 Continue and 103 Early Hints come before the answer.
    if (head.status < 200) return undefined;
    response = { status: head.status, reusable: head.reusable, excerpt: "" };
    if (head.status === 204 || head.status === 304) return finish();
    if (head.chunked) phase = "chunk size";
    else if (head.length !== undefined) {
      bodyLeft = head.length;
      if (bodyLeft === 0) return finish();
      phase = "length";
    } else {
      response.reusable = false;
      phase = "until close";
    }
    return undefined;
  }

  /** Does one step from `at`; gives the position reached, -1 when it needs more bytes. */
  function step(bytes: Uint8Array, at: number): number | HttpResponse {
    if (phase === "head") {
      const behind = takeText(bytes, at, "\r\n\r\n");
      if (behind < 0) return -1;
      const whole = startBody();
      if (whole && behind < bytes.length) whole.reusable = false;
      return whole ?? behind;
    }
    if (phase === "until close") return takeBody(bytes, at, bytes.length);
    if (phase === "length" || phase === "chunk") {
      const behind = takeBody(bytes, at, Math.min(bytes.length, at + bodyLeft));
      bodyLeft -= behind - at;
      if (bodyLeft > 0) return behind;
      if (phase === "length") {
        if (behind < bytes.length) response.reusable = false;
        return finish();
      }
      phase = "chunk end";
      return behind;
    }
    const behind = takeText(bytes, at, "\r\n");
    if (behind < 0) return -1;
    const line = text;
    text = "";
    if (phase === "trailers") {
      if (line !== "") return behind;
      if (behind < bytes.length) response.reusable = false;
      return finish();
    }
    if (phase === "chunk end") {
      if (line !== "") throw new Error("malformed answer: a chunk is longer than its size");
      phase = "chunk size";
      return behind;
    }
    bodyLeft = chunkSize(line);
    phase = bodyLeft === 0 ? "trailers" : "chunk";
    return behind;
  }

  return {
    push(bytes) {
      for (let at = 0; at >= 0 && at < bytes.length;) {
        const result = step(bytes, at);
        if (typeof result !== "number") return result;
        at = result;
      }
      return undefined;
    },
    end() {
      return phase === "until close" ? finish() : undefined;
    },
  };
}

function chunkSize(line: string): number {
  const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
  if (size === undefined) throw new Error("malformed answer: no chunk size");
  return Number.parseInt(size, 16);
}

interface Head {
  status: number;
  reusable: boolean;
  chunked: boolean;
  length: number | undefined;
}

function parseHead(text: string): Head {
  const start = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: |\r\n|$)/.exec(text);
  if (!start) throw new Error("malformed answer: no HTTP/1.1 status line");
  const fields = `${text.toLowerCase()}\r\n`;
  const connection = headerValue(fields, "connection");
  const encoding = headerValue(fields, "transfer-encoding");
  const length = headerValue(fields, "content-length");
  if (length !== undefined && !/^\d{1,15}$/.test(length)) {
    throw new Error("malformed answer: no number in content-length");
  }
  // A response with both is framed by its chunks, and the connection cannot be trusted further.
  const clear = encoding === undefined || length === undefined;
  return {
    status: Number(start[2]),
    reusable: clear &&
      (start[1] === "1" ? connection !== "close" : connection === "keep-alive"),
    chunked: encoding?.endsWith("chunked") ?? false,
    length: length === undefined || encoding !== undefined ? undefined : Number(length),
  };
}

function headerValue(fields: string, name: string): string | undefined {
  const at = fields.indexOf(`\r\n${name}:`);
  if (at < 0) return undefined;
  const from = at + name.length + 3;
  return fields.slice(from, fields.indexOf("\r\n", from)).trim();
}
