import assert from "node:assert/strict";
import type { Fault } from "./fail.ts";
import { EXAMPLE, findRun, runIds } from "./find_run.ts";

const IDS = ["20261101T000000Z-phase5-sim-abcd", "20261102T000000Z-phase5-sim-abce"];

async function inRuns(body: (parent: string) => Promise<void>): Promise<void> {
  const parent = await Deno.makeTempDir();
  try {
    for (const id of IDS) await Deno.mkdir(`${parent}/${id}`);
    await body(parent);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

Deno.test("findRun() takes an id, a part of it, latest, or a folder", () =>
  inRuns(async (parent) => {
    const faults: Fault[] = [];
    const find = (id: string) => findRun(parent, id, "read a run", faults);
    assert.equal(await find(IDS[0]!), `${parent}/${IDS[0]}`);
    assert.equal(await find("abcd"), `${parent}/${IDS[0]}`);
    assert.equal(await find("latest"), `${parent}/${IDS[1]}`);
    assert.equal(await find(`${parent}/${IDS[0]}`), `${parent}/${IDS[0]}`);
    assert.deepEqual(faults, []);
  }));

Deno.test("findRun() takes the whole id of an example run, as the report shows it", () =>
  inRuns(async (parent) => {
    const [id] = await runIds(EXAMPLE);
    assert.ok(id !== undefined);
    const faults: Fault[] = [];
    assert.equal(await findRun(parent, id, "read a run", faults), `${EXAMPLE}/${id}`);
    assert.deepEqual(faults, []);
  }));

Deno.test("findRun() says why there is no such run, and what to type instead", () =>
  inRuns(async (parent) => {
    const faults: Fault[] = [];
    assert.equal(await findRun(parent, "phase5", "read a run", faults), undefined);
    assert.equal(await findRun(parent, "soak", "read a run", faults), undefined);
    assert.equal(await findRun(`${parent}/none`, "latest", "read a run", faults), undefined);
    assert.deepEqual(faults.map(({ instead }) => instead), [
      `one of ${IDS.join(", ")}`,
      `one of ${IDS.join(", ")}`,
      "deno task experiment phase5",
    ]);
  }));

Deno.test("runIds() are none where there is no folder", async () => {
  assert.deepEqual(await runIds("/there/is/none"), []);
});
