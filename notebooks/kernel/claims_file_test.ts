import assert from "node:assert/strict";
import { claimOf } from "../claims/claim.ts";
import { claimFaults, claimsText, readClaims } from "./claims_file.ts";
import { drainFigure } from "./notebooks_for_tests.ts";

const claim = (id: string, value: number) => claimOf(id, drainFigure(value));

Deno.test("claimFaults() names what is missing, new and different, by id", () => {
  const committed = [claim("x.gone", 1), claim("x.same", 2), claim("x.other", 3)];
  const published = [claim("x.new", 4), claim("x.other", 3.5), claim("x.same", 2)];
  assert.deepEqual(claimFaults(committed, published, true), [
    "x.gone stands in claims.json, and no notebook published it",
    "x.new is published, and claims.json lacks it",
    "x.other differs from claims.json: value 3 there, 3.5 published",
  ]);
  assert.equal(
    claimFaults(committed, published, false).length,
    2,
    "some notebooks: none is missing",
  );
});

Deno.test("claimFaults() looks at unit, interval and source too, and not at the last digits", () => {
  const source = { kind: "derived", formula: "{x.a} / {x.b}" } as const;
  const figure = { ...drainFigure(0.3), interval: [0.1, 0.3] as const };
  const committed = claimOf("x.a", figure);
  const faults = (change: object) =>
    claimFaults([committed], [claimOf("x.a", { ...figure, ...change })], true);
  assert.deepEqual(faults({ value: 0.1 + 0.2, interval: [0.1, 0.1 + 0.2] }), []);
  const cases: [object, RegExp][] = [
    [{ unit: "ms" }, /: unit "s" there, "ms" published$/],
    [{ interval: [0.1, 0.4] }, /: interval \[0.1,0.3\] there, \[0.1,0.4\] published$/],
    [{ interval: undefined }, /: interval \[0.1,0.3\] there, null published$/],
    [{ source }, /: source \{"kind":"assumption".*\} there, \{"kind":"derived".*\} published$/],
    [{ value: 0.3000001, unit: "ms" }, /: value 0.3 there, 0.3000001 published; unit /],
    [{ value: "holds", unit: "verdict" }, /: value 0.3 there, "holds" published; unit /],
  ];
  for (const [change, wanted] of cases) {
    assert.match(faults(change).join(), wanted);
  }
});

Deno.test("claimsText() is read back as it was, sorted by id", async () => {
  const path = await Deno.makeTempFile();
  try {
    const claims = [
      claim("x.b", 2),
      claim("x.a", 1),
      claimOf("x.c", { ...drainFigure(3), interval: [2, 4] }),
    ];
    await Deno.writeTextFile(path, claimsText(claims));
    assert.deepEqual((await readClaims(path)).map(({ id }) => id), ["x.a", "x.b", "x.c"]);
    assert.deepEqual(claimFaults(await readClaims(path), claims, true), []);
    assert.equal(claimsText(claims.toReversed()), claimsText(claims));
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("readClaims() finds none in no file, and says what is wrong with one", async () => {
  assert.deepEqual(await readClaims("/nowhere/claims.json"), []);
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, "[{");
    await assert.rejects(readClaims(path), /it must be JSON.*\n {2}remade by: deno task notebook/);
    await Deno.writeTextFile(path, '[{ "id": "x.a" }]');
    await assert.rejects(readClaims(path), /Cannot read .*: 0\.value .*; 0\.unit .*; 0\.interval /);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("claimFaults() shows of long queries what stands around their first difference", () => {
  const made = (end: string) =>
    claimOf("a.b", {
      value: 1,
      unit: "s",
      source: {
        kind: "rows",
        folder: "data",
        file: "orders.csv",
        rows: 1,
        query: `SELECT ${"x, ".repeat(9_000)}${end}${", y".repeat(9_000)}`,
      },
    });
  const [fault] = claimFaults([made("max(b)")], [made("min(b)")], true);
  assert.match(fault!, /source ….* x, max\(b\), y.*… there, ….* x, min\(b\), y.*… published$/);
  assert.ok(fault!.length < 600, `${fault!.length} characters`);
});
