import assert from "node:assert/strict";
import type { LogLine } from "./log_batch.ts";
import { type LogSink, LogSinkError } from "./log_buffer.ts";
import { createLogShipper } from "./log_shipper.ts";

const encoder = new TextEncoder();

/** A process's output, written by hand. */
function pipe() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(
    {},
    { highWaterMark: 1 },
    { highWaterMark: 0 },
  );
  const writer = writable.getWriter();
  return { readable, write: (text: string) => writer.write(encoder.encode(text)), writer };
}

/** A sink that keeps what it took; `answers` are what it says first, one a call. */
function memorySink(answers: (Error | number)[] = []) {
  const batches: LogLine[][] = [];
  const sink: LogSink = {
    put(batch) {
      const answer = answers.shift();
      if (answer instanceof Error) return Promise.reject(answer);
      batches.push([...batch]);
      return Promise.resolve({ rejected: answer ?? 0 });
    },
  };
  return { sink, messages: () => batches.flat().map(({ message }) => message) };
}

const throttled = () => new LogSinkError("ThrottlingException: slow down", true);
const quick = { name: "worker/worker-1", lingerMs: 5, retryMs: 1 };

Deno.test("createLogShipper() ships every line once, in order, also the unfinished last one", async () => {
  const { sink, messages } = memorySink();
  const shipper = createLogShipper({ ...quick, sink });
  const { readable, write, writer } = pipe();
  const seen: string[] = [];
  const pumped = shipper.pump(readable, (line) => seen.push(line));
  await write("a\nb");
  await write("c\n\nd");
  await writer.close();
  await pumped;
  await shipper.flush();
  assert.deepEqual(messages(), ["a", "bc", "d"]);
  assert.deepEqual(seen, ["a", "bc", "d"]);
  assert.deepEqual(shipper.counts, { read: 3, shipped: 3, rejected: 0, retries: 0 });
});

Deno.test("flush() waits for what a living process has written, whatever the linger", async () => {
  const { sink, messages } = memorySink();
  const shipper = createLogShipper({ ...quick, lingerMs: 1e6, sink });
  const { readable, write, writer } = pipe();
  const pumped = shipper.pump(readable);
  await write("one\n");
  await shipper.flush();
  assert.deepEqual(messages(), ["one"]);
  await write("two\n");
  await shipper.flush();
  assert.deepEqual(messages(), ["one", "two"]);
  await writer.close();
  await pumped;
});

Deno.test("flush() ends although the process goes on writing", async () => {
  const { sink } = memorySink();
  const shipper = createLogShipper({ ...quick, sink });
  const { readable, write, writer } = pipe();
  const pumped = shipper.pump(readable);
  let writing = true;
  const writes = (async () => {
    while (writing) {
      await write("x".repeat(20_000) + "\n");
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await writer.close();
  })();
  await shipper.flush();
  writing = false;
  await Promise.all([writes, pumped]);
  await shipper.flush();
  assert.equal(shipper.counts.read, shipper.counts.shipped);
});

Deno.test("a throttled batch is sent again until it is taken", async () => {
  const { sink, messages } = memorySink([throttled(), throttled()]);
  const troubles: string[] = [];
  const shipper = createLogShipper({ ...quick, sink, onTrouble: (text) => troubles.push(text) });
  const { readable, write, writer } = pipe();
  const pumped = shipper.pump(readable);
  await write("a\n");
  await writer.close();
  await pumped;
  await shipper.flush();
  assert.deepEqual(messages(), ["a"]);
  assert.deepEqual(shipper.counts, { read: 1, shipped: 1, rejected: 0, retries: 2 });
  assert.match(troubles[0] ?? "", /worker\/worker-1.*trying again.*ThrottlingException/);
});

Deno.test("a refused batch makes flush() fail with the reason, and the output is still read", async () => {
  const { sink } = memorySink([new LogSinkError("ResourceNotFoundException: no group", false)]);
  const shipper = createLogShipper({ ...quick, sink });
  const { readable, write, writer } = pipe();
  const pumped = shipper.pump(readable);
  await write("a\n");
  await assert.rejects(shipper.flush(), (error: Error) => {
    assert.equal(error.message, "Cannot settle the logs of worker/worker-1");
    assert.match(String(error.cause), /ResourceNotFoundException: no group/);
    return true;
  });
  await write("b\n");
  await writer.close();
  await pumped;
  assert.deepEqual(shipper.counts, { read: 2, shipped: 0, rejected: 2, retries: 0 });
});

Deno.test("lines that the service refused singly are counted", async () => {
  const { sink } = memorySink([1]);
  const shipper = createLogShipper({ ...quick, sink });
  const { readable, write, writer } = pipe();
  const pumped = shipper.pump(readable);
  await write("a\nb\n");
  await writer.close();
  await pumped;
  await shipper.flush();
  assert.deepEqual(shipper.counts, { read: 2, shipped: 1, rejected: 1, retries: 0 });
});

Deno.test("flush() fails in bounded time while Logs are away, and abort() ends the sending", async () => {
  const sink: LogSink = { put: () => Promise.reject(throttled()) };
  const shipper = createLogShipper({ ...quick, sink });
  const { readable, write, writer } = pipe();
  const pumped = shipper.pump(readable);
  await write("a\n");
  await assert.rejects(shipper.flush(100), /1 lines are not in Logs after 100 ms; last trouble/);
  shipper.abort();
  await writer.close();
  await pumped;
  await assert.rejects(shipper.flush(), /Cannot settle/);
  assert.equal(shipper.counts.rejected, 1);
});

Deno.test("reading stops while the buffer is full, and goes on when it has room", async () => {
  const { sink, messages } = memorySink();
  const gate = Promise.withResolvers<void>();
  const slow: LogSink = {
    async put(batch, signal) {
      await gate.promise;
      return await sink.put(batch, signal);
    },
  };
  const shipper = createLogShipper({ ...quick, sink: slow, bufferBytesMax: 100 });
  const { readable, write, writer } = pipe();
  const pumped = shipper.pump(readable);
  const writes = Array.from({ length: 20 }, () => write("x".repeat(49) + "\n"));
  await Promise.all(writes.slice(0, 3));
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.ok(shipper.counts.read <= 4, `${shipper.counts.read} lines read`);
  gate.resolve();
  await Promise.all(writes);
  await writer.close();
  await pumped;
  await shipper.flush();
  assert.equal(messages().length, 20);
});
