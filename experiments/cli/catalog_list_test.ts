import assert from "node:assert/strict";
import { catalog } from "../catalog/catalog.ts";
import { catalogJson, catalogLines, catalogMarkdown } from "./catalog_list.ts";

const README = new URL("../../README.md", import.meta.url);

Deno.test("README's catalog is what deno task experiment --markdown prints", async () => {
  const text = await Deno.readTextFile(README);
  const between = /<!-- catalog: [^\n]* -->\n\n?([\s\S]*?)\n?\n<!-- \/catalog -->/.exec(text)?.[1];
  assert.equal(between, catalogMarkdown(catalog).join("\n"));
});

Deno.test("catalogLines() and catalogJson() name every experiment", () => {
  const lines = catalogLines(catalog).join("\n");
  const entries: { name: string; sizes: object }[] = JSON.parse(catalogJson(catalog));
  assert.deepEqual(entries.map(({ name }) => name), catalog.map(({ name }) => name));
  assert.ok(entries.every(({ sizes }) => Object.keys(sizes).length === 2));
  for (const { name, question } of catalog) {
    assert.ok(lines.includes(name) && lines.includes(question), name);
  }
});
