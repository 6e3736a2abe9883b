/**
 * How `report.md` shows each kind of placeholder: numbers as text, charts as files beside it.
 *
 * @module
 */
import { countText } from "../../experiments/run/format.ts";
import { claimText } from "../../notebooks/claims/claim_text.ts";
import { plain } from "../../notebooks/claims/plain_markdown.ts";
import { type ResultTable, sentenceOf } from "../../notebooks/claims/publish.ts";
import { claimWords } from "../content/claim_words.ts";
import type { FactList } from "../content/provenance.ts";
import type { Form, ReportContent } from "../content/report_content.ts";
import { sourcesTable } from "../content/sources_table.ts";

/** See the module. */
export function markdownForm({ claims, doubts, evidence, provenance }: ReportContent): Form {
  const mark = (id: string) => doubts.has(id) ? "†" : "";
  const table = ({ title, columns, rows }: ResultTable) => {
    const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
    return [
      `**${plain(title)}**`,
      "",
      line(columns.map(({ header }) => plain(header))),
      line(columns.map(({ align }) => align === "left" ? ":--" : "--:")),
      ...rows.map((row) =>
        line(
          row.map((cell) =>
            sentenceOf(cell).map((part) =>
              typeof part === "string" ? plain(part) : plain(claimText(part)) + mark(part.id)
            ).join("")
          ),
        )
      ),
    ].join("\n");
  };
  const facts = ({ title, facts }: FactList) =>
    [
      `**${plain(title)}**`,
      "",
      ...facts.map(([label, text]) => `- ${plain(label)}: ${plain(text)}`),
    ]
      .join("\n");
  return {
    claim: (claim, option) => plain(claimWords(claim, option)) + mark(claim.id),
    answer: ({ text, claims: ids }) => plain(text) + (ids.some((id) => doubts.has(id)) ? " †" : ""),
    path: () => "",
    chart: ({ chart }) =>
      [
        `![${plain(chart.alternative)}](${chart.id}.svg)`,
        "",
        `*${plain(chart.caption)}*`,
      ].join("\n"),
    table,
    claims: table,
    cards: () => "",
    card: () => "",
    end: () => "",
    warnings() {
      const warned = evidence.runs.filter(({ warnings }) => warnings.length > 0);
      if (warned.length === 0) return "";
      return [
        `> **${countText(warned.length)} of ${
          countText(evidence.runs.length)
        } runs must be read with care.** Each number that comes from one is marked †.`,
        ">",
        ...warned.map(({ manifest, warnings }) =>
          `> - ${plain(manifest.run_id)}: ${plain(warnings.join("; "))}`
        ),
      ].join("\n");
    },
    provenance: () =>
      [
        table(provenance.runs),
        ...provenance.details.map(facts),
        ...(provenance.files === undefined ? [] : [facts(provenance.files)]),
      ].join("\n\n"),
    sources: () => table(sourcesTable(claims, { queries: true })),
  };
}
