import assert from "node:assert/strict";
import {
  type CloudWatchLogsClient,
  type FilterLogEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import { cloudWatchLogSource } from "./logs.ts";
import { readTrialLog } from "./trial_log.ts";

const line = (more: Record<string, unknown>) =>
  JSON.stringify({
    event: "completed",
    order_id: "o1",
    trial: "t",
    repetition: 1,
    path: "queue",
    host: "worker-1",
    at_ms: 1000.25,
    attempt: 1,
    payment_ms: 100,
    ...more,
  });

Deno.test("readTrialLog() sorts lines by what they are", () => {
  const log = readTrialLog(
    [
      line({}),
      line({ order_id: "warm-t-r1-000001" }),
      line({ trial: "other" }),
      line({ repetition: 2 }),
      line({ at_ms: undefined }),
      line({ event: "stats", cpu_s: 1.5, rss_bytes: 1e8 }),
      line({ event: "poison", reason: "no order" }),
      line({ event: "listening" }),
      "Warning: not JSON at all",
      "{ half",
    ],
    "t",
    1,
  );
  assert.deepEqual(log.events.map(({ order_id }) => order_id), ["o1"]);
  assert.equal(log.warmUpEvents, 1);
  assert.equal(log.badLines.length, 1);
  assert.deepEqual(log.statistics.map(({ cpu_s }) => cpu_s), [1.5]);
  assert.equal(log.poisonLines.length, 1);
});

Deno.test("readTrialLog() counts a line that was shipped twice once, and a second payment twice", () => {
  const log = readTrialLog([line({}), line({}), line({ at_ms: 2000 })], "t", 1);
  assert.equal(log.events.length, 2);
  assert.equal(log.repeatedLines, 1);
});

/** A client that answers with the given pages in turn. */
function pagedClient(pages: unknown[]) {
  const tokens: (string | undefined)[] = [];
  const client = {
    send(command: FilterLogEventsCommand) {
      tokens.push(command.input.nextToken);
      const page = pages.shift();
      return page instanceof Error ? Promise.reject(page) : Promise.resolve(page);
    },
  };
  return { client: client as unknown as CloudWatchLogsClient, tokens };
}

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const text of lines) found.push(text);
  return found;
}

Deno.test("cloudWatchLogSource() reads every page, also behind an empty one", async () => {
  const { client, tokens } = pagedClient([
    { events: [{ message: "a" }], nextToken: "1" },
    { events: [], nextToken: "2" },
    { events: [{ message: "b" }] },
  ]);
  assert.deepEqual(await all(cloudWatchLogSource(client).lines("g", 0, 1)), ["a", "b"]);
  assert.deepEqual(tokens, [undefined, "1", "2"]);
});

Deno.test("cloudWatchLogSource() has no lines of a group that does not exist", async () => {
  const missing = new ResourceNotFoundException({ message: "no such group", $metadata: {} });
  assert.deepEqual(
    await all(cloudWatchLogSource(pagedClient([missing]).client).lines("g", 0, 1)),
    [],
  );
  const other = new Error("boom");
  await assert.rejects(
    all(cloudWatchLogSource(pagedClient([other]).client).lines("g", 0, 1)),
    other,
  );
});
