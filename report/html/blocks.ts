/**
 * Tables, lists of facts and charts of the page.
 *
 * @module
 */
import { type Cell, type ResultTable, sentenceOf } from "../../notebooks/claims/publish.ts";
import { sentenceText } from "../../notebooks/claims/sentence.ts";
import type { FactList } from "../content/provenance.ts";
import type { DrawnChart, ReportContent } from "../content/report_content.ts";
import { type Html, html, joined, trusted } from "./html.ts";
import { numberButton } from "./number.ts";

type Told = Pick<ReportContent, "claims" | "doubts">;

/**
 * A table, in a box that scrolls sideways where the screen is too narrow for it.
 *
 * @param reasons makes each row's last cell a row of its own, which the first cell opens.
 */
export function tableBlock(table: ResultTable, told: Told, { reasons = false } = {}): Html {
  const id = `table-${table.id}`;
  const count = table.columns.length - (reasons ? 1 : 0);
  const sides = table.columns.map(({ align }) => align === "left" ? "left" : "right");
  const head = table.columns.slice(0, count).map(({ header }, index) =>
    html`<th scope="col" class="${sides[index]}">${header}</th>`
  );
  const rows = table.rows.map((row) => {
    const cells = row.slice(0, count).map((cell) => cellOf(cell, told));
    const reason = reasons ? row[count] : undefined;
    const first = reason === undefined ? cells[0] : html`
      <details>
        <summary>${wordsOf(row[0]!)}</summary>
      </details>
    `;
    const others = cells.slice(1).map((cell, index) =>
      html`<td class="${sides[index + 1]}">${cell}</td>`
    );
    return html`
      <tr><th scope="row" class="${sides[0]}">${first}</th>${others}</tr>
      ${reason === undefined ? undefined : reasonRow(cellOf(reason, told), count)}
    `;
  });
  return html`
    <figure class="table${reasons ? " reasons" : ""}">
      <figcaption id="${id}">${table.title}</figcaption>
      <div class="scroll" role="group" aria-labelledby="${id}" tabindex="0">
        <table aria-labelledby="${id}">
          <thead>
            <tr>${head}</tr>
          </thead>
          <tbody>
    ${rows}</tbody>
        </table>
      </div>
    </figure>
  `;
}

/** A row that is shown while the row before it is open, and on paper. */
function reasonRow(reason: Html, columns: number): Html {
  return html`
    <tr class="reason">
      <td colspan="${columns}">${reason}</td>
    </tr>
  `;
}

function cellOf(cell: Cell, told: Told): Html {
  const parts = sentenceOf(cell).map((part) =>
    typeof part === "string" ? html`${part}` : numberButton(part, told)
  );
  return joined(parts);
}

/** A cell as what opens something: nothing else can be pressed in it. */
function wordsOf(cell: Cell): string {
  return sentenceText(sentenceOf(cell));
}

/** A list of facts that is opened by its title. */
export function factBlock({ title, facts }: FactList): Html {
  return html`
    <details class="facts">
      <summary>${title}</summary>
      <dl>${facts.map(([label, text]) =>
        html`
          <dt>${label}</dt>
          <dd>${text}</dd>
        `
      )}</dl>
    </details>
  `;
}

/**
 * A chart: the finding, what is drawn, the drawing in both widths, where it comes from. `data-marks` says how
 * many marks must be seen.
 */
export function chartBlock({ chart, wide, narrow }: DrawnChart): Html {
  return html`
    <figure class="drawn" id="chart-${chart.id}" data-marks="${JSON.stringify(chart.marks)}">
      <figcaption><strong>${chart.title}</strong> <span>${chart.subtitle}</span></figcaption>
      <div class="wide">${trusted(wide)}</div>
      <div class="narrow">${trusted(narrow)}</div>
      <p class="caption">${chart.caption}</p>
    </figure>
  `;
}
