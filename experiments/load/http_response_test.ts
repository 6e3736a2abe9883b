import assert from "node:assert/strict";
import { type HttpResponse, httpResponseReader } from "./http_response.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const whole: [name: string, text: string, expected: HttpResponse][] = [
  ["with a length", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", ok(200)],
  ["with an empty body", "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", ok(202)],
  ["without a reason", "HTTP/1.1 200 \r\ncontent-length: 1\r\n\r\nx", ok(200)],
  ["204", "HTTP/1.1 204 No Content\r\nvary: x\r\n\r\n", ok(204)],
  [
    "of chunks",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1a;x=y\r\n" +
    "abcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n",
    ok(200),
  ],
  [
    "of chunks with trailers",
    "HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n" +
    "a: b\r\nc: d\r\n\r\n",
    { status: 500, reusable: true, excerpt: "no" },
  ],
  [
    "behind early hints",
    "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" +
    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
    ok(200),
  ],
  ["that closes", "HTTP/1.1 200 OK\r\nConnection: Close\r\ncontent-length: 2\r\n\r\nok", {
    ...ok(200),
    reusable: false,
  }],
  ["of HTTP/1.0", "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok", {
    ...ok(200),
    reusable: false,
  }],
  [
    "with length and chunks",
    "HTTP/1.1 200 OK\r\ncontent-length: 9\r\ntransfer-encoding: chunked\r\n" +
    "\r\n0\r\n\r\n",
    { ...ok(200), reusable: false },
  ],
  ["of a refusal", 'HTTP/1.1 400 Bad\r\ncontent-length: 17\r\n\r\n{"error":"items"}', {
    status: 400,
    reusable: true,
    excerpt: '{"error":"items"}',
  }],
];

for (const [name, text, expected] of whole) {
  Deno.test(`httpResponseReader() reads a response ${name}, wherever it is cut`, () => {
    const all = bytes(text);
    for (let cut = 0; cut <= all.length; cut++) {
      const reader = httpResponseReader();
      const early = reader.push(all.subarray(0, cut));
      assert.equal(early !== undefined, cut === all.length, `cut at ${cut}`);
      assert.deepEqual(early ?? reader.push(all.subarray(cut)), expected, `cut at ${cut}`);
    }
  });
  Deno.test(`httpResponseReader() reads a response ${name}, byte by byte and twice`, () => {
    const reader = httpResponseReader();
    for (let time = 0; time < 2; time++) {
      const results = [...bytes(text)].map((byte) => reader.push(Uint8Array.of(byte)));
      assert.deepEqual(results.pop(), expected);
      assert.ok(results.every((result) => result === undefined));
    }
  });
}

Deno.test("httpResponseReader() takes the end of the connection for the end of the body", () => {
  const reader = httpResponseReader();
  assert.equal(reader.push(bytes("HTTP/1.1 500 No\r\nserver: x\r\n\r\nbro")), undefined);
  assert.equal(reader.push(bytes("ken")), undefined);
  assert.deepEqual(reader.end(), { status: 500, reusable: false, excerpt: "broken" });
});

Deno.test("httpResponseReader() does not take an early end for a response", () => {
  for (const text of ["", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhell"]) {
    const reader = httpResponseReader();
    reader.push(bytes(text));
    assert.equal(reader.end(), undefined);
  }
});

Deno.test("httpResponseReader() does not reuse a connection with bytes behind the response", () => {
  const reader = httpResponseReader();
  const response = reader.push(
    bytes("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nxHTTP/1.1 200 OK"),
  );
  assert.equal(response?.reusable, false);
});

Deno.test("httpResponseReader() keeps the beginning of a long refusal", () => {
  const reader = httpResponseReader();
  const response = reader.push(
    bytes(`HTTP/1.1 503 Busy\r\ncontent-length: 5000\r\n\r\n${"x".repeat(5000)}`),
  );
  assert.equal(response?.excerpt, "x".repeat(300));
});

const malformed: [text: string, message: RegExp][] = [
  ["SSH-2.0-OpenSSH\r\n\r\n", /no HTTP\/1.1 status line/],
  ["HTTP/2 200\r\n\r\n", /no HTTP\/1.1 status line/],
  ["HTTP/1.1 99\r\n\r\n", /no HTTP\/1.1 status line/],
  ["HTTP/1.1 200 OK\r\ncontent-length: 1, 2\r\n\r\n", /no number in content-length/],
  ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n", /no chunk size/],
  ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n", /longer than its size/],
  ["x".repeat(70_000), /a line has no end/],
];

for (const [text, message] of malformed) {
  Deno.test(`httpResponseReader() refuses ${JSON.stringify(text.slice(0, 60))}`, () => {
    assert.throws(() => httpResponseReader().push(bytes(text)), message);
  });
}

function ok(status: number): HttpResponse {
  return { status, reusable: true, excerpt: "" };
}
