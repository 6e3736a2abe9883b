/**
 * One keep-alive connection of {@linkcode httpSender}: one request at a time, its answer, its end.
 *
 * @module
 */
import { type HttpResponse, httpResponseReader } from "./http_response.ts";

/** How an exchange ended. */
export type ExchangeEnd = { response: HttpResponse } | { error: string };

/** An open connection. */
export interface HttpConnection {
  /** Whether it can carry a request now. */
  readonly usable: boolean;
  /** Since when it has waited for a request, on `performance.now()`. */
  readonly idleSinceMs: number;
  /**
   * Writes one request; allowed only while usable.
   *
   * @param onEnd called once, when the answer is whole or there will be none.
   */
  exchange(bytes: Uint8Array, onEnd: (end: ExchangeEnd) => void): void;
  /** Ends the connection; the request under way ends with `error`. */
  close(error: string): void;
}

/** Most bytes taken from the socket at once. A typical answer has 300. */
const READ_BYTES = 4096;

/**
 * Wraps a socket.
 *
 * @param onFree called when an answer is whole and the connection can carry the next request.
 * @param onClosed called once, when it never will again.
 */
export function httpConnection(
  socket: Deno.Conn,
  onFree: (connection: HttpConnection) => void,
  onClosed: (connection: HttpConnection) => void,
): HttpConnection {
  const reader = httpResponseReader();
  let onEnd: ((end: ExchangeEnd) => void) | undefined;
  let open = true;
  let writing = false;
  let idleSinceMs = performance.now();

  const connection: HttpConnection = {
    get usable() {
      return open && onEnd === undefined && !writing;
    },
    get idleSinceMs() {
      return idleSinceMs;
    },
    exchange(bytes, end) {
      onEnd = end;
      void write(bytes);
    },
    close(error) {
      if (!open) return;
      open = false;
      socket.close();
      onClosed(connection);
      finish({ error });
    },
  };

  function finish(end: ExchangeEnd): void {
    const tell = onEnd;
    onEnd = undefined;
    tell?.(end);
  }

  function free(): void {
    if (!connection.usable) return;
    idleSinceMs = performance.now();
    onFree(connection);
  }

  async function write(bytes: Uint8Array): Promise<void> {
    writing = true;
    try {
      let written = await socket.write(bytes);
      while (written < bytes.length) written += await socket.write(bytes.subarray(written));
      writing = false;
      // The answer may overtake the end of the write.
      free();
    } catch (error) {
      writing = false;
      connection.close(`no answer: ${reasonOf(error)}`);
    }
  }

  function take(response: HttpResponse): void {
    if (!response.reusable) {
      const end = onEnd;
      onEnd = undefined;
      connection.close("");
      end?.({ response });
      return;
    }
    finish({ response });
    free();
  }

  async function read(): Promise<void> {
    const buffer = new Uint8Array(READ_BYTES);
    try {
      for (;;) {
        const count = await socket.read(buffer);
        if (count === null) break;
        if (onEnd === undefined) throw new Error("malformed answer: bytes without a request");
        const response = reader.push(buffer.subarray(0, count));
        if (response) take(response);
        if (!open) return;
      }
      const response = onEnd && reader.end();
      if (response) take(response);
      else connection.close("no answer: connection closed by the service");
    } catch (error) {
      connection.close(`no answer: ${reasonOf(error)}`);
    }
  }

  void read();
  return connection;
}

/** What went wrong with a socket, in words and on one line. */
export function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.ConnectionRefused) return "connection refused";
  if (error instanceof Deno.errors.ConnectionReset) return "connection reset by the service";
  if (error instanceof Deno.errors.BrokenPipe) return "connection closed by the service";
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, " ").trim();
}
