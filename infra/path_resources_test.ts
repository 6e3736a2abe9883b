import assert from "node:assert/strict";
import { pathAlarms } from "./path_alarms.ts";
import { pathResources } from "./path_resources.ts";
import { deploySteps } from "./path_steps.ts";
import { originalTopology, withSuffix } from "./topology.ts";

const PATHS = ["sync", "queue", "lambda"] as const;

for (const path of PATHS) {
  Deno.test(`pathResources() names no thing of ${path} twice`, () => {
    const ids = pathResources(path, originalTopology).map(({ type, name }) => `${type} ${name}`);
    assert.deepEqual(ids, [...new Set(ids)]);
  });

  Deno.test(`pathAlarms() names no alarm of ${path} twice, and each says why`, () => {
    const alarms = pathAlarms(path, originalTopology);
    const names = alarms.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
    for (const { name, threshold, periods, why } of alarms) {
      assert.ok(Number.isFinite(threshold) && periods >= 1 && why.length > 20, name);
    }
  });

  Deno.test(`names on ${path} follow the topology's suffix, so that two stand side by side`, () => {
    const other = withSuffix(originalTopology, "t1");
    const namesOf = (topology: typeof originalTopology) => [
      ...pathResources(path, topology).map(({ type, name }) => `${type} ${name}`),
      ...pathAlarms(path, topology).map(({ name }) => name),
    ];
    const taken = new Set(namesOf(originalTopology));
    assert.deepEqual(namesOf(other).filter((name) => taken.has(name)), []);
  });

  Deno.test(`deploySteps() of ${path} bring out every image and every function`, () => {
    const steps = deploySteps(path, originalTopology).map(({ does }) => does);
    const deployed = pathResources(path, originalTopology).filter(({ type }) =>
      type === "AWS::ECS::Service" || type === "AWS::Lambda::Function"
    );
    for (const { name } of deployed) {
      assert.ok(steps.some((does) => does.startsWith("update") && does.endsWith(name)), name);
    }
  });

  Deno.test(`each scaling policy of ${path} has the alarm that sets it off`, () => {
    const policies = pathResources(path, originalTopology)
      .filter(({ type }) => type === "AWS::ApplicationAutoScaling::ScalingPolicy")
      .map(({ name }) => name);
    const alarms = pathAlarms(path, originalTopology)
      .filter(({ action }) => action === "scale")
      .map(({ name }) => name);
    assert.deepEqual(alarms.toSorted(), policies.toSorted());
  });
}

Deno.test("pathAlarms() watches every dead-letter queue: what lies there is an order", () => {
  for (const path of PATHS) {
    const queues = pathResources(path, originalTopology).filter(({ name, type }) =>
      type === "AWS::SQS::Queue" && name === originalTopology.deadLetterQueueName
    );
    const watched = pathAlarms(path, originalTopology).filter(({ name }) =>
      name === `${originalTopology.deadLetterQueueName}-filled`
    );
    assert.equal(watched.length, queues.length, path);
  }
});
