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

type Phase =
  | "head"
  | "length"
  | "chunk size"
  | "chunk"
  | "chunk end"
  | "trailers"
  | "until close"
  | "done";

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
  const state: State = {
    phase: "head",
    text: "",
    bodyLeft: 0,
    response: { status: 0, reusable: true, excerpt: "" },
  };
  return {
    push(bytes) {
      for (let at = 0; at >= 0 && at < bytes.length;) {
        at = step(state, bytes, at);
        if (state.phase !== "done") continue;
        state.phase = "head";
        // Nobody asked for what follows.
        if (at < bytes.length) state.response.reusable = false;
        return state.response;
      }
      return undefined;
    },
    end() {
      return state.phase === "until close" ? state.response : undefined;
    },
  };
}

interface State {
  phase: Phase;
  /** The unfinished head or line. */
  text: string;
  /** Bytes of the body or the chunk still to come. */
  bodyLeft: number;
  response: HttpResponse;
}

/** Reads from `at` what the phase wants; gives the position reached, -1 when it needs more bytes. */
function step(state: State, bytes: Uint8Array, at: number): number {
  switch (state.phase) {
    case "head": {
      const behind = takeText(state, bytes, at, "\r\n\r\n");
      if (behind >= 0) startBody(state);
      return behind;
    }
    case "length":
    case "chunk": {
      const behind = takeBody(state, bytes, at, Math.min(bytes.length, at + state.bodyLeft));
      state.bodyLeft -= behind - at;
      if (state.bodyLeft === 0) state.phase = state.phase === "length" ? "done" : "chunk end";
      return behind;
    }
    case "until close":
      return takeBody(state, bytes, at, bytes.length);
    default: {
      const behind = takeText(state, bytes, at, "\r\n");
      if (behind >= 0) takeChunkLine(state);
      return behind;
    }
  }
}

/** Takes the head or a line, up to `mark` and with it; gives the position behind, or -1. */
function takeText(state: State, bytes: Uint8Array, from: number, mark: string): number {
  const before = state.text.length;
  state.text += latin1.decode(from === 0 ? bytes : bytes.subarray(from));
  const end = state.text.indexOf(mark, Math.max(0, before - mark.length));
  if (end < 0) {
    if (state.text.length > LINE_BYTES_MAX) throw new Error("malformed answer: a line has no end");
    return -1;
  }
  state.text = state.text.slice(0, end);
  return from + end + mark.length - before;
}

/** Takes bytes of the body; gives the position behind them. */
function takeBody({ response }: State, bytes: Uint8Array, from: number, to: number): number {
  const wanted = EXCERPT_CHARS_MAX - response.excerpt.length;
  if (wanted > 0 && (response.status < 200 || response.status > 299)) {
    response.excerpt += utf8.decode(bytes.subarray(from, Math.min(to, from + wanted)));
  }
  return to;
}

/** Goes on from a head to the body that it announces. */
function startBody(state: State): void {
  const { status, reusable, chunked, length } = parseHead(state.text);
  state.text = "";
  // 100 Continue and 103 Early Hints come before the answer: another head follows.
  if (status < 200) return;
  const bodiless = status === 204 || status === 304 || (!chunked && length === 0);
  const framed = bodiless || chunked || length !== undefined;
  state.response = { status, reusable: reusable && framed, excerpt: "" };
  state.bodyLeft = length ?? 0;
  if (bodiless) state.phase = "done";
  else if (chunked) state.phase = "chunk size";
  else state.phase = framed ? "length" : "until close";
}

/** Goes on from a line between chunks. */
function takeChunkLine(state: State): void {
  const line = state.text;
  state.text = "";
  if (state.phase === "trailers") {
    if (line === "") state.phase = "done";
  } else if (state.phase === "chunk end") {
    if (line !== "") throw new Error("malformed answer: a chunk is longer than its size");
    state.phase = "chunk size";
  } else {
    state.bodyLeft = chunkSize(line);
    state.phase = state.bodyLeft === 0 ? "trailers" : "chunk";
  }
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
