import assert from "node:assert/strict";
import type { RunningTrial } from "../../experiments/run/ports.ts";
import { originalTopology } from "../topology.ts";
import { describeStack, stackScreen } from "./local_screen.ts";
import { readLocalSettings } from "./local_settings.ts";

const aws = {
  endpointUrl: "http://127.0.0.1:4566/",
  region: "us-east-1",
  accessKeyId: "key",
  secretAccessKey: "secret",
};
const never = () => Promise.reject(new Error("not called"));
const trial: RunningTrial = {
  resetConnections: () => Promise.resolve(),
  apiUrl: "http://127.0.0.1:8080/",
  topology: { ...originalTopology },
  topicArn: "arn:aws:sns:us-east-1:000000000000:order-processing-events",
  queueUrl: "http://127.0.0.1:4566/000000000000/order-processing-queue",
  setWorkers: never,
  kill: never,
  stopApi: never,
  depth: never,
  settle: never,
  teardown: never,
};

Deno.test("describeStack() has the documented keys, URLs without a trailing slash", () => {
  assert.deepEqual(describeStack(aws, trial), {
    api_url: "http://127.0.0.1:8080",
    aws_endpoint_url: "http://127.0.0.1:4566",
    region: "us-east-1",
    access_key_id: "key",
    secret_access_key: "secret",
    topic_arn: "arn:aws:sns:us-east-1:000000000000:order-processing-events",
    queue_url: "http://127.0.0.1:4566/000000000000/order-processing-queue",
    log_groups: ["/ecs/order-api", "/ecs/order-worker"],
  });
});

Deno.test("stackScreen() says every value of the description and commands that use them", () => {
  const stack = describeStack(aws, trial);
  const screen = stackScreen(stack, readLocalSettings(["--workers", "2", "--slots", "1"]));
  for (const value of Object.values(stack).flat()) assert.ok(screen.includes(value), value);
  assert.match(
    screen,
    /^local stack · queue · payment 100 ms · 2 workers of 20 loops and 1 slot\n/,
  );
  assert.match(screen, /curl -s http:\/\/127\.0\.0\.1:8080\/orders\/async /);
  assert.match(screen, /export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:4566 /);
});
