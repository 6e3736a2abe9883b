import assert from "node:assert/strict";
import { NAMED_WORLDS } from "./named_worlds.ts";
import { type Mutation, runWorld } from "./run_world.ts";
import { failureLines, searchWorlds } from "./search.ts";
import { drawWorld } from "./world.ts";

async function assertWorldsHold(from: number, seeds: number): Promise<void> {
  const failures = await searchWorlds({ from, seeds, failuresMax: 1 });
  assert.equal(failures.length, 0, failures.flatMap((each) => failureLines(each, "?")).join("\n"));
}

Deno.test("worlds hold, seed by seed", () => assertWorldsHold(1, 300));

Deno.test("worlds hold of seeds that nobody has seen", () =>
  assertWorldsHold(crypto.getRandomValues(new Uint32Array(1))[0]!, 100));

for (const [name, world] of Object.entries(NAMED_WORLDS)) {
  Deno.test(`a world that once failed holds: ${name}`, async () => {
    assert.deepEqual(await runWorld(world), []);
  });
}

Deno.test("a world of a seed goes the same way every time", async () => {
  const mutation = "delete before payment";
  const [first, again] = [
    await runWorld(drawWorld(6), mutation),
    await runWorld(drawWorld(6), mutation),
  ];
  assert.deepEqual(first, again);
});

const VIOLATED: Record<Mutation, RegExp> = {
  "no extension": /^paid once: /,
  "delete before payment": /^paid before deleted: /,
};

for (const [mutation, violation] of Object.entries(VIOLATED) as [Mutation, RegExp][]) {
  Deno.test(`a worker with ${mutation} is found out within 200 seeds, and shrunk`, async () => {
    const [failure] = await searchWorlds({ from: 1, seeds: 200, mutation, failuresMax: 1 });
    assert.ok(failure);
    assert.match(failure.violations[0]!, violation);
    const { world, violations } = failure.shrunk;
    assert.match(violations[0]!, violation);
    assert.ok(world.orders <= drawWorld(failure.seed).orders);
    assert.deepEqual(await runWorld(world, mutation), violations, "the shrunk world replays");
    assert.deepEqual(await runWorld(world), [], "the worker as it is passes it");
    const text = failureLines(failure, "abc", mutation).join("\n");
    assert.match(text, new RegExp(`seed ${failure.seed} · commit abc`));
    assert.match(text, new RegExp(`--mutation '${mutation}' --from ${failure.seed} --seeds 1`));
  });
}

Deno.test("an order lost to a delete before its payment is lost in the ledger too", async () => {
  const found: string[] = [];
  for (let seed = 1; seed <= 30; seed++) {
    found.push(...await runWorld(drawWorld(seed), "delete before payment"));
  }
  assert.ok(found.some((violation) => violation.startsWith("nothing lost: ")));
});
