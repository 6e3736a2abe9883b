/**
 * How the page shows each kind of placeholder.
 *
 * @module
 */
import { countText } from "../../experiments/run/format.ts";
import type { Answer, ResultTable } from "../../notebooks/claims/publish.ts";
import { answerParts } from "../content/claim_words.ts";
import type { Form, ReportContent } from "../content/report_content.ts";
import { sourcesTable } from "../content/sources_table.ts";
import { chartBlock, factBlock, tableBlock } from "./blocks.ts";
import { html } from "./html.ts";
import { numberButton } from "./number.ts";

/** See the module. */
export function htmlForm(content: ReportContent): Form {
  const { claims, evidence, provenance } = content;
  const folded = (summary: string, table: ResultTable) =>
    html`
      <details class="facts sources">
        <summary>${summary}</summary>
        ${tableBlock(table, content)}
      </details>
    `;
  return {
    claim: (claim, option) => numberButton(claim, content, option).html,
    answer: (answer: Answer) =>
      answerParts(answer, claims).map((part, index) =>
        (index % 2 === 0 ? html`${part}` : numberButton(claims.get(part)!, content)).html
      ).join(""),
    path: (path) => html`<span class="path ${path}"></span>`.html,
    chart: (drawn) => chartBlock(drawn).html,
    table: (table, option) => tableBlock(table, content, { reasons: option === "reasons" }).html,
    claims: (table) => folded(table.title, table).html,
    cards: () => `<div class="cards">\n`,
    card: (path, first) => `${first ? "" : "</article>\n"}<article class="card ${path}">\n`,
    end: () => `</article>\n</div>\n`,
    warnings() {
      const warned = evidence.runs.filter(({ warnings }) => warnings.length > 0);
      if (warned.length === 0) return "";
      const counted = `${countText(warned.length)} of ${countText(evidence.runs.length)}`;
      return html`
        <div class="warnings" role="note">
          <p><strong>${counted} runs must be read with care.</strong> Each number that comes from one is
          marked †.</p>
          <ul>${warned.map(({ manifest, warnings }) =>
            html`<li><code>${manifest.run_id}</code>: ${warnings.join("; ")}</li>`
          )}</ul>
        </div>
      `.html;
    },
    provenance: () =>
      [
        tableBlock(provenance.runs, content),
        ...[...provenance.details, ...(provenance.files ? [provenance.files] : [])].map(factBlock),
      ].map(({ html }) => html).join(""),
    sources: () =>
      folded(
        `All ${countText(claims.size)} figures, and where each comes from`,
        sourcesTable(claims, { queries: false }),
      ).html,
  };
}
