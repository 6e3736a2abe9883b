import assert from "node:assert/strict";
import { greeting, messageBytes, readyCommand, type Unit, unitReader } from "./zmtp_frames.ts";
import { openZmtp } from "./zmtp_socket.ts";

/** Talks to one client on a free port. */
async function withServer(
  talk: (connection: Deno.TcpConn) => Promise<void>,
  body: (port: number) => Promise<void>,
): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const talked = listener.accept().then(talk);
  try {
    await body(listener.addr.port);
    await talked;
  } finally {
    listener.close();
  }
}

const noMessage = () => assert.fail("there is no message");

Deno.test("openZmtp() sends after the handshake and receives", async () => {
  const received: string[][] = [];
  const decode = (frames: Uint8Array[]) => frames.map((frame) => new TextDecoder().decode(frame));
  async function echo(connection: Deno.TcpConn) {
    const writer = connection.writable.getWriter();
    const read = unitReader();
    await writer.write(greeting());
    await writer.write(readyCommand("DEALER"));
    const units: Unit[] = [];
    for await (const piece of connection.readable) {
      const fresh = read(piece);
      units.push(...fresh);
      for (const { kind, frames } of fresh) {
        if (kind === "message") await writer.write(messageBytes(frames));
      }
    }
    assert.deepEqual(units.map(({ kind }) => kind), ["command", "message"]);
  }
  await withServer(echo, async (port) => {
    const got = Promise.withResolvers<void>();
    const socket = openZmtp("DEALER", port, (frames) => {
      received.push(decode(frames));
      got.resolve();
    }, assert.fail);
    await socket.send(["a", "", "é"]);
    await got.promise;
    socket.close();
    socket.close();
  });
  assert.deepEqual(received, [["a", "", "é"]]);
});

Deno.test("openZmtp() says why a connection cannot be used, and send() fails", async () => {
  const cases: [string, RegExp][] = [
    ["", /closed its connection on port \d+$/],
    ["HTTP/1.1 400 Bad Request\r\n".repeat(4), /it must greet as ZeroMQ does/],
  ];
  for (const [answer, wanted] of cases) {
    const say = async (connection: Deno.TcpConn) => {
      await connection.write(new TextEncoder().encode(answer));
      await connection.closeWrite();
      await connection.read(new Uint8Array(1_000)).catch(() => null);
      connection.close();
    };
    await withServer(say, async (port) => {
      const fault = Promise.withResolvers<Error>();
      const socket = openZmtp("SUB", port, noMessage, fault.resolve);
      assert.match((await fault.promise).message, wanted);
      await assert.rejects(socket.send(["a"]), wanted);
      socket.close();
    });
  }
});

Deno.test("openZmtp() waits for a port that nothing listens on yet, until it is closed", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const socket = openZmtp("SUB", port, noMessage, assert.fail);
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
});
