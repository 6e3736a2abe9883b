import assert from "node:assert/strict";
import fc from "fast-check";
import { CsvParseStream, type CsvParseStreamOptions, parse } from "./mod.ts";

function streamed(pieces: Iterable<string>, options?: CsvParseStreamOptions) {
  return ReadableStream.from(pieces).pipeThrough(new CsvParseStream(options));
}

const text = fc.string({
  unit: fc.constantFrom("a", ",", '"', "\n", "\r\n", " ", "🐱"),
  maxLength: 40,
});

Deno.test("CsvParseStream gives what parse() gives, wherever the text is cut", async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.nat(40), fc.nat(40), async (input, a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const pieces = [
        input.slice(0, from),
        input.slice(from, to),
        input.slice(to),
      ];
      const options = { lazyQuotes: true, trimLeadingSpace: true };
      // Behind a last line feed the stream sees one more, empty line; an open quotation keeps it.
      fc.pre(!input.endsWith("\n"));
      assert.deepEqual(
        await Array.fromAsync(streamed(pieces, options)),
        parse(input, options),
      );
    }),
  );
});

Deno.test("CsvParseStream makes objects", async () => {
  const pieces = ["na", "me,age\nAlice,34\n", "\nBob,24"];
  const alice = { name: "Alice", age: "34" };
  const bob = { name: "Bob", age: "24" };
  assert.deepEqual(
    await Array.fromAsync(streamed(pieces, { skipFirstRow: true })),
    [alice, bob],
  );
  const columns = ["name", "age"] as const;
  assert.deepEqual(
    await Array.fromAsync(streamed(pieces.slice(2), { columns })),
    [bob],
  );
});

Deno.test("CsvParseStream skips comments, also before the header", async () => {
  const rows = streamed(["# made by hand\nid\n# first\no1\n"], {
    comment: "#",
    skipFirstRow: true,
  });
  assert.deepEqual(await Array.fromAsync(rows), [{ id: "o1" }]);
});

Deno.test("CsvParseStream gives the records before a fault, then the fault", async () => {
  const reader = streamed(['id,name\n\n1,foo\n2,"baz\n']).getReader();
  assert.deepEqual((await reader.read()).value, ["id", "name"]);
  assert.deepEqual((await reader.read()).value, ["1", "foo"]);
  await assert.rejects(reader.read(), {
    name: "SyntaxError",
    message:
      'Syntax error on line 4; parse error on line 5, column 1: extraneous or missing " in quoted-field',
  });
});

Deno.test("CsvParseStream checks the number of fields", async () => {
  const counted = streamed(["Alice,34\n", "Bob,24,CA\n"], {
    fieldsPerRecord: 0,
  });
  await assert.rejects(Array.fromAsync(counted), {
    name: "SyntaxError",
    message: "Syntax error on line 2: expected 2 fields but got 3",
  });
  const named = streamed(["a,b,c\nd,e"], { skipFirstRow: true });
  await assert.rejects(Array.fromAsync(named), {
    name: "Error",
    message: "Syntax error on line 2: The record has 2 fields, but the header has 3 fields",
  });
});

Deno.test("CsvParseStream lets go of its source when a reader stops or a fault ends it", async () => {
  for (const bad of [false, true]) {
    const cancelled = Promise.withResolvers<void>();
    const source = new ReadableStream<string>({
      pull: (controller) => controller.enqueue(bad ? 'a"\n' : "a,b\n"),
      cancel: () => cancelled.resolve(),
    });
    const reader = source.pipeThrough(new CsvParseStream()).getReader();
    if (bad) await assert.rejects(reader.read(), SyntaxError);
    else await reader.cancel();
    await cancelled.promise;
  }
});
