import assert from "node:assert/strict";
import { startCloud } from "../cloud.ts";
import { CONNECTIONS_PATH } from "./connections.ts";

/** Posts to the cloud over a connection of its own; resolves with the status, or why there is none. */
async function post(url: string, headers: Record<string, string>, body: string): Promise<string> {
  const client = Deno.createHttpClient({});
  try {
    const response = await fetch(url, { method: "POST", headers, body, client });
    await response.body?.cancel();
    return String(response.status);
  } catch {
    return "no answer";
  } finally {
    client.close();
  }
}

function callQueue(url: string, operation: string, input: object): Promise<string> {
  return post(url, {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": `AmazonSQS.${operation}`,
  }, JSON.stringify(input));
}

Deno.test("DELETE of the connections breaks a long poll, and nothing else", async () => {
  const cloud = await startCloud();
  try {
    assert.equal(await callQueue(cloud.url, "CreateQueue", { QueueName: "orders" }), "200");
    const QueueUrl = `${cloud.url}/000000000000/orders`;
    const poll = callQueue(cloud.url, "ReceiveMessage", { QueueUrl, WaitTimeSeconds: 20 });
    // The poll has reached the cloud once the counts can be asked for behind it.
    await callQueue(cloud.url, "GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] });
    const reset = await fetch(`${cloud.url}${CONNECTIONS_PATH}`, { method: "DELETE" });
    assert.equal(reset.status, 204);
    assert.equal(await poll, "no answer");
    const again = { QueueUrl, WaitTimeSeconds: 0 };
    assert.equal(await callQueue(cloud.url, "ReceiveMessage", again), "200");
  } finally {
    await cloud.stop();
  }
});
