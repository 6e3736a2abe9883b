import assert from "node:assert/strict";
import { reportFiles } from "../build.ts";
import { reportContent } from "../content/report_content.ts";
import { proseOf } from "../content/prose.ts";
import {
  HOSTILE,
  SAMPLE_PROSE,
  sampleContent,
  sampleEvidence,
  samplePublished,
} from "../sample_for_tests.ts";

const files = await reportFiles(await sampleContent());
const page = files.get("index.html")!;

Deno.test("the page names no other file, but in its links", () => {
  const outside = [...page.matchAll(/\b(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]+)/gi)]
    .map(([, target]) => target!)
    .filter((target) => !target.startsWith("#"));
  assert.deepEqual(outside.filter((target) => !HOSTILE.includes(target)), []);
});

Deno.test("the page has each text of a file as text alone", () => {
  assert.equal(page.match(/<script/g)?.length, 1);
  assert.equal(page.match(/<\/style>/g)?.length, 1);
  assert.equal(page.match(/<\/title>/g)!.length, 1 + page.match(/<title id=/g)!.length);
  assert.ok(!/<img/.test(page));
});

Deno.test("the page has every number, its panel and its query", async () => {
  const { claims } = await sampleContent();
  for (const { id } of claims.values()) {
    assert.ok(page.includes(`popovertarget="source-${id}"`), id);
    assert.ok(page.includes(`id="source-${id}" class="panel"`), id);
  }
  assert.ok(page.includes("SELECT count(*) FROM &#39;orders.csv&#39; WHERE accepted_at_ms"));
});

Deno.test("a number in a reason opens its panel, and nothing stands between it and the words", () => {
  assert.match(
    page,
    /were compared, as <button [^>]*popovertarget="source-sale.ratio"[^]*?<\/button>\.</,
  );
});

Deno.test("no id is given twice", () => {
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id!);
  assert.deepEqual(ids.filter((id, index) => ids.indexOf(id) !== index), []);
});

Deno.test("no space is put between a number and the stop after it", () => {
  assert.match(page, />95 orders<span class="doubt">†<\/span><\/button>\./);
});

Deno.test("the same content gives the same bytes", async () => {
  assert.deepEqual(await reportFiles(await sampleContent()), files);
});

Deno.test("sound runs have no warning, and no number a mark", async () => {
  const runs = sampleEvidence.runs.map((run) => ({ ...run, warnings: [] }));
  const proses = SAMPLE_PROSE.map(([file, text]) => proseOf(file, text));
  const content = await reportContent(proses, samplePublished, { ...sampleEvidence, runs });
  const sound = await reportFiles(content);
  assert.ok(!sound.get("index.html")!.includes(`class="warnings"`));
  assert.ok(!sound.get("index.html")!.includes("†"));
  assert.ok(!sound.get("report.md")!.includes("†"));
});
