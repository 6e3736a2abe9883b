/**
 * The report's files, made from prose and what notebooks published.
 *
 * @module
 */
import type { ReportContent } from "./content/report_content.ts";
import { pageHtml, readPageFiles } from "./html/page.ts";
import { reportMarkdown } from "./markdown/markdown.ts";

/** Names of the files that every report has; its charts are beside them, `<chart id>.svg`. */
export const REPORT_FILES = {
  page: "index.html",
  markdown: "report.md",
  claims: "claims.json",
} as const;

/** Text by file name. The same content gives the same bytes. */
export async function reportFiles(content: ReportContent): Promise<Map<string, string>> {
  const claims = [...content.claims.values()]
    .map(({ id, value, unit, interval, source }) => ({ id, value, unit, interval, source }));
  return new Map([
    [REPORT_FILES.page, await pageHtml(content, await readPageFiles())],
    [REPORT_FILES.markdown, reportMarkdown(content)],
    [REPORT_FILES.claims, JSON.stringify(claims, undefined, 2) + "\n"],
    ...[...content.drawn.values()].map(({ chart, file }) => [`${chart.id}.svg`, file] as const),
  ]);
}

/**
 * Writes the files into a folder, which is made if it is not there. An earlier report in it stays as it was until
 * all of this one are written.
 */
export async function writeReport(folder: string, files: ReadonlyMap<string, string>) {
  await Deno.mkdir(folder, { recursive: true });
  const unfinished = await Deno.makeTempDir({ dir: folder, prefix: ".unfinished-" });
  try {
    for (const [name, text] of files) await Deno.writeTextFile(`${unfinished}/${name}`, text);
    for (const name of files.keys()) {
      await Deno.rename(`${unfinished}/${name}`, `${folder}/${name}`);
    }
  } finally {
    await Deno.remove(unfinished, { recursive: true });
  }
}
