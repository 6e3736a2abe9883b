import assert from "node:assert/strict";
import { CsvStringifyStream } from "./mod.ts";

Deno.test("CsvStringifyStream writes arrays, one line a chunk", async () => {
  const text = ReadableStream.from([[1, "a\tb"], [2, null]])
    .pipeThrough(new CsvStringifyStream({ separator: "\t" }));
  assert.deepEqual(await Array.fromAsync(text), ['1\t"a\tb"\r\n', "2\t\r\n"]);
});

Deno.test("CsvStringifyStream writes objects below a header", async () => {
  const text = ReadableStream.from([{ id: 1, name: "a,b" }, { id: 2 }])
    .pipeThrough(new CsvStringifyStream({ columns: ["id", "name"] }));
  assert.deepEqual(await Array.fromAsync(text), [
    "id,name\r\n",
    '1,"a,b"\r\n',
    "2,\r\n",
  ]);
});

Deno.test("CsvStringifyStream ends with the error of stringify()", async () => {
  const badSeparator = ReadableStream.from([["a"]])
    .pipeThrough(new CsvStringifyStream({ separator: "\r\n" }));
  await assert.rejects(Array.fromAsync(badSeparator), TypeError);
  const badRow: Record<string, unknown>[] = [{ id: 1 }];
  const noColumns: TransformStream<unknown, string> = new CsvStringifyStream();
  await assert.rejects(
    Array.fromAsync(ReadableStream.from(badRow).pipeThrough(noColumns)),
    {
      name: "TypeError",
      message: "No property accessor function was provided for object",
    },
  );
});
