import assert from "node:assert/strict";
import fc from "fast-check";
import { Marked } from "marked";
import { reportFiles } from "../build.ts";
import { sampleContent } from "../sample_for_tests.ts";
import { plain } from "../../notebooks/claims/plain_markdown.ts";

const files = await reportFiles(await sampleContent());
const markdown = files.get("report.md")!;

Deno.test("report.md has every number as text, and every chart as a file beside it", () => {
  for (const words of ["30.4† times as many", "(29.9 to 31.2 times†)", "2,888 orders", "28.2 s"]) {
    assert.ok(markdown.includes(words), words);
  }
  const charts = [...markdown.matchAll(/\]\(([a-z-]+\.svg)\)/g)].map(([, file]) => file!);
  assert.deepEqual(charts, ["backlog.svg"]);
  assert.match(files.get("backlog.svg")!, /^<svg /);
});

Deno.test("report.md has the numbers of a reason in its sentence", () => {
  assert.ok(markdown.includes("were compared, as 30.4 times†."));
});

Deno.test("report.md leaves no placeholder, and has each query", () => {
  assert.ok(!markdown.replaceAll("{{claim}}", "").includes("{{"));
  assert.ok(markdown.includes("Query: SELECT count"));
});

Deno.test("report.md has each text of a file as text alone", () => {
  const html = new Marked().parse(markdown, { async: false });
  assert.ok(!/<script|<img src=x|javascript:alert\)?"/.test(html));
  assert.ok(html.includes("&lt;script&gt;"));
  const cells = html.match(/<tr>[^]*?<\/tr>/g)!.map((row) => row.match(/<t[hd]/g)!.length);
  assert.deepEqual([...new Set(cells)].sort(), [3, 4, 7]);
});

Deno.test("claims.json has every claim by id, with its source", async () => {
  const { claims } = await sampleContent();
  const told = JSON.parse(files.get("claims.json")!);
  assert.deepEqual(told, [...claims.values()]);
  assert.deepEqual(Object.keys(told[0]!), ["id", "value", "unit", "interval", "source"]);
});

Deno.test("plain() text is read back as it was, whatever Markdown could mean by it", () => {
  const signs = fc.constantFrom(
    ..."&<>*_`[]()|~\\!#-+.:$\"'{}",
    "&lt;",
    "http://a.b",
    "a",
    " ",
    "7",
  );
  const texts = fc.array(signs, { minLength: 1 }).map((parts) => `x${parts.join("")}x`);
  fc.assert(fc.property(texts, (text) => {
    const html = new Marked().parse(`| a |\n| -- |\n| ${plain(text)} |`, { async: false });
    const cell = /<td>([^]*)<\/td>/.exec(html)![1]!.replace(/<\/?a[^>]*>/g, "");
    const read = cell.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'").replaceAll("&amp;", "&");
    assert.equal(read, text.replace(/ +/g, " "));
  }));
});
