/**
 * `report.md`: the same content as the page.
 *
 * @module
 */
import { replacePlaceholders } from "../content/placeholder.ts";
import { type ReportContent, shown } from "../content/report_content.ts";
import { markdownForm } from "./form.ts";

/** The report's text as Markdown. */
export function reportMarkdown(content: ReportContent): string {
  const form = markdownForm(content);
  return content.proses.map((prose) =>
    replacePlaceholders(
      prose.text,
      prose.placeholders,
      (_, index) => shown(form, prose, index, content),
    ).trim()
  ).join("\n\n").replace(/\n{3,}/g, "\n\n") + "\n";
}
