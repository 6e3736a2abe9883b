import type { OutgoingRequest } from "./sender.ts";

/** Makes the function from an order to the bytes of its request. */
export function requestEncoder(url: URL): (request: OutgoingRequest) => Uint8Array {
  const encoder = new TextEncoder();
  const head = `POST ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n` +
    "content-type: application/json\r\naccept: application/json\r\ncontent-length: ";
  return ({ body }) => {
    // Most bodies are ASCII; a second look is needed only where a character takes several bytes.
    const guess = encoder.encode(`${head}${body.length}\r\n\r\n${body}`);
    const extra = guess.length - head.length - String(body.length).length - 4 - body.length;
    return extra === 0 ? guess : encoder.encode(`${head}${body.length + extra}\r\n\r\n${body}`);
  };
}
