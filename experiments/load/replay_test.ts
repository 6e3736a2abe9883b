import assert from "node:assert/strict";
import { parseReplay, readReplay } from "./replay.ts";

const good: [name: string, text: string, atMs: number[]][] = [
  ["at_ms counts from the load's start", "at_ms\n100\n130.5\n130.5\n", [100, 130.5, 130.5]],
  ["scheduled_at_ms counts from a run's start", "scheduled_at_ms\n100\n130.5\n", [0, 30.5]],
  ["at_ms wins", "scheduled_at_ms,at_ms\n1,7\n2,8\n", [7, 8]],
  ["other columns, quotes, CR LF", 'id,at_ms,error\r\no1,"0",""\r\no2,5,"a ""b"""\r\n', [0, 5]],
  ["byte-order mark and blank lines", "\ufeffat_ms\n\n0\n\n1\n", [0, 1]],
];

for (const [name, text, atMs] of good) {
  Deno.test(`parseReplay() ${name}`, () => assert.deepEqual(parseReplay(text, "f.csv"), atMs));
}

const bad: [text: string, message: string][] = [
  ["", 'f.csv:1: the header must have a column at_ms or scheduled_at_ms, got ""'],
  ["time\n1\n", 'f.csv:1: the header must have a column at_ms or scheduled_at_ms, got "time"'],
  ["at_ms\n", "f.csv:2: there must be at least one row below the header, got none"],
  [
    "at_ms\n5\n3\nx\n-1\n\nInfinity\n",
    "f.csv:3: at_ms must be >= the time before it (5), got 3; " +
    'f.csv:4: at_ms must be a finite number >= 0, got "x"; ' +
    'f.csv:5: at_ms must be a finite number >= 0, got "-1"; ' +
    'f.csv:7: at_ms must be a finite number >= 0, got "Infinity"',
  ],
  [
    'error,at_ms\n"two\nlines",1\nno,\n',
    'f.csv:4: at_ms must be a finite number >= 0, got ""',
  ],
];

for (const [text, message] of bad) {
  Deno.test(`parseReplay() refuses ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseReplay(text, "f.csv"), { message: `Cannot replay: ${message}` });
  });
}

Deno.test("parseReplay() names ten faults and counts the others", () => {
  const text = "at_ms\n" + "x\n".repeat(13);
  assert.throws(() => parseReplay(text, "f.csv"), /f\.csv:11: [^;]*; and 3 more$/);
});

Deno.test("readReplay() reads a file and names it in its errors", async () => {
  const file = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    await Deno.writeTextFile(file, "at_ms\n0\n250\n");
    assert.deepEqual(readReplay(file), [0, 250]);
    await Deno.writeTextFile(file, "at_ms\n?\n");
    assert.throws(() => readReplay(file), (error: Error) => error.message.includes(`${file}:2: `));
  } finally {
    await Deno.remove(file);
  }
  assert.throws(
    () => readReplay(file),
    (error: Error) => error.message.includes(`${file}: No such`),
  );
});
