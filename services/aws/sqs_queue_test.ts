import { testOrderQueue } from "../orders/order_queue_contract.ts";
import { openContractPlace } from "./contract_place.ts";
import { createSqsQueue } from "./sqs_queue.ts";
import { createSystemClock } from "./system_clock.ts";

testOrderQueue("SQS queue", async () => {
  const place = await openContractPlace("true");
  const open = (queueUrl: string) => createSqsQueue(place.connection, { queueUrl, socketsMax: 8 });
  const queue = open(place.queueUrl);
  const deadLetterQueue = open(place.deadLetterQueueUrl);
  const missingQueue = open(`${place.queueUrl}-missing`);
  return {
    queue,
    deadLetterQueue,
    missingQueue,
    clock: createSystemClock(),
    send: place.send,
    dispose: async () => {
      for (const each of [queue, deadLetterQueue, missingQueue]) each.close();
      await place.close();
    },
  };
});
