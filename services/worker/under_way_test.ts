import assert from "node:assert/strict";
import { createUnderWay } from "./under_way.ts";

Deno.test("createUnderWay() counts what has not ended, and waits for it", async () => {
  const underWay = createUnderWay();
  const works = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const heard: string[] = [];
  underWay.add(works[0].promise, () => heard.push(`first, ${underWay.count} left`));
  underWay.add(works[1].promise);
  const ended = underWay.ended().then(() => heard.push("all"));
  works[0].resolve();
  await works[0].promise;
  await Promise.resolve();
  assert.deepEqual(heard, ["first, 1 left"]);
  works[1].resolve();
  await ended;
  assert.deepEqual([heard.at(-1), underWay.count], ["all", 0]);
  await underWay.ended();
});
