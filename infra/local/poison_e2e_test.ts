import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import assert from "node:assert/strict";
import { cloudWatchLogSource } from "../../experiments/collect/logs.ts";
import { clientConfig } from "../../services/aws/connection.ts";
import { idsOf, withTrial } from "./fault_fixture.ts";

Deno.test("a message that is no order ends in the dead-letter queue, its reason in the log, and holds nobody up", async () => {
  await withTrial({}, async ({ target, trial, send, eventually }) => {
    const config = clientConfig(target.aws, { socketsMax: 2, requestTimeoutMs: 10_000 });
    const queue = new SQSClient(config);
    const logs = new CloudWatchLogsClient(config);
    try {
      const body = '{"order_id":"o-bad","customer_id":"one","items":[]}';
      const QueueUrl = trial.queueUrl!;
      await queue.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
      assert.equal(await send("o-good"), 202);
      await eventually((events) => idsOf(events, "completed").includes("o-good"));

      for (let look = 0; look < 100 && (await trial.depth()).deadLettered === 0; look++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const { Messages = [] } = await queue.send(
        new ReceiveMessageCommand({ QueueUrl: trial.deadLetterQueueUrl! }),
      );
      assert.deepEqual(Messages.map(({ Body }) => Body), [body]);

      await trial.settle();
      const lines: string[] = [];
      const { workerLogGroup } = trial.topology;
      const window = [Date.now() - 600_000, Date.now() + 60_000] as const;
      for await (const line of cloudWatchLogSource(logs).lines(workerLogGroup, ...window)) {
        if (line.includes('"poison"')) lines.push(line);
      }
      assert.equal(lines.length, 3, "once a receive");
      assert.match(JSON.parse(lines[0]!).reason, /customer_id must be .*items must/);
    } finally {
      queue.destroy();
      logs.destroy();
    }
  });
});
