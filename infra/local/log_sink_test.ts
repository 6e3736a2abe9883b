import assert from "node:assert/strict";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { LogSinkError } from "./log_buffer.ts";
import { createLogSink, rejectedCount } from "./log_sink.ts";

const lines = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ timestamp: i, message: `m${i}`, bytes: 2 }));

Deno.test("rejectedCount() counts the refused beginning and end of a batch", () => {
  const cases: [Parameters<typeof rejectedCount>[1], number][] = [
    [undefined, 0],
    [{ tooOldLogEventEndIndex: 2 }, 2],
    [{ expiredLogEventEndIndex: 3, tooOldLogEventEndIndex: 2 }, 3],
    [{ tooNewLogEventStartIndex: 8 }, 2],
    [{ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 8 }, 3],
    [{ tooOldLogEventEndIndex: 10, tooNewLogEventStartIndex: 0 }, 10],
  ];
  for (const [info, expected] of cases) {
    assert.equal(rejectedCount(lines(10), info), expected, JSON.stringify(info));
  }
});

/** Logs that answers each operation with what `answers` says of it, one a call. */
async function withLogs(
  answers: Record<string, [status: number, body: object][]>,
  body: (client: CloudWatchLogsClient, calls: [string, object][]) => Promise<void>,
) {
  const calls: [string, object][] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const operation = request.headers.get("x-amz-target")?.split(".")[1] ?? "";
      calls.push([operation, await request.json()]);
      const [status, answer] = answers[operation]?.shift() ?? [200, {}];
      return Response.json(answer, {
        status,
        headers: { "content-type": "application/x-amz-json-1.1" },
      });
    },
  );
  const client = new CloudWatchLogsClient({
    endpoint: `http://127.0.0.1:${server.addr.port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  try {
    await body(client, calls);
  } finally {
    client.destroy();
    await server.shutdown();
  }
}

const signal = new AbortController().signal;

Deno.test("createLogSink() creates the stream once and puts events", async () => {
  await withLogs({
    CreateLogStream: [[400, { __type: "ResourceAlreadyExistsException", message: "exists" }]],
    PutLogEvents: [[200, { rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 } }]],
  }, async (client, calls) => {
    const sink = createLogSink(client, "/ecs/order-worker", "worker/1");
    assert.deepEqual(await sink.put(lines(2), signal), { rejected: 1 });
    assert.deepEqual(await sink.put(lines(1), signal), { rejected: 0 });
    assert.deepEqual(calls, [
      ["CreateLogStream", { logGroupName: "/ecs/order-worker", logStreamName: "worker/1" }],
      ["PutLogEvents", {
        logGroupName: "/ecs/order-worker",
        logStreamName: "worker/1",
        logEvents: [{ timestamp: 0, message: "m0" }, { timestamp: 1, message: "m1" }],
      }],
      ["PutLogEvents", {
        logGroupName: "/ecs/order-worker",
        logStreamName: "worker/1",
        logEvents: [{ timestamp: 0, message: "m0" }],
      }],
    ]);
  });
});

Deno.test("createLogSink() says which failures may pass", async () => {
  const cases: [number, string, boolean][] = [
    [400, "ThrottlingException", true],
    [503, "ServiceUnavailableException", true],
    [500, "SomethingNew", true],
    [400, "ResourceNotFoundException", false],
    [400, "InvalidParameterException", false],
  ];
  for (const [status, type, retryable] of cases) {
    await withLogs(
      { PutLogEvents: [[status, { __type: type, message: "no" }]] },
      async (client) => {
        const sink = createLogSink(client, "g", "s");
        await assert.rejects(sink.put(lines(1), signal), (error) => {
          assert.ok(error instanceof LogSinkError);
          assert.equal(error.retryable, retryable, type);
          assert.match(error.message, new RegExp(`^g:s: ${type}: no`));
          return true;
        });
      },
    );
  }
});

Deno.test("createLogSink() takes a refused connection as passing", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const client = new CloudWatchLogsClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  await assert.rejects(
    createLogSink(client, "g", "s").put(lines(1), signal),
    (error) => error instanceof LogSinkError && error.retryable,
  );
  client.destroy();
});
