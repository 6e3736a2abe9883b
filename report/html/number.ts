/**
 * A number that can be pressed, and the panel that it opens. Neither needs a script.
 *
 * @module
 */
import type { Claim } from "../../notebooks/claims/claim.ts";
import { claimText } from "../../notebooks/claims/claim_text.ts";
import { claimWords, type Fact, intervalFact, sourceFacts } from "../content/claim_words.ts";
import type { ReportContent } from "../content/report_content.ts";
import { type Html, html, joined, trusted } from "./html.ts";

type Told = Pick<ReportContent, "claims" | "doubts">;

const panelId = ({ id }: Pick<Claim, "id">) => `source-${id}`;

/** A claim in a sentence or a table: its words, as a button that opens its panel. */
export function numberButton(claim: Claim, { doubts }: Told, option?: string): Html {
  const long = typeof claim.value === "string" ? " long" : "";
  const mark = doubts.has(claim.id) ? html`<span class="doubt">†</span>` : undefined;
  return button(claim, `number${long}`, html`${claimWords(claim, option)}${mark}`);
}

function button(claim: Claim, className: string, words: Html): Html {
  return html`
    <button type="button" class="${className}" popovertarget="${panelId(claim)}"
      aria-haspopup="dialog">${words}</button>
  `;
}

/** The panel of a claim: value, interval, file, rows, query. */
export function sourcePanel(claim: Claim, told: Told): Html {
  const id = panelId(claim);
  const facts = [...intervalFact(claim), ...sourceFacts(claim)];
  const doubts = told.doubts.get(claim.id);
  return html`
    <div popover id="${id}" class="panel" role="dialog" aria-labelledby="${id}-value"
      tabindex="-1" autofocus>
      <p class="panel-value" id="${id}-value">${claimText(claim)}</p>
      <button type="button" class="close" popovertarget="${id}" popovertargetaction="hide"
        aria-label="Close">×</button>
      <dl>${facts.map((fact) => factRow(fact, told))}${doubts === undefined ? undefined : html`
        <dt>† Note</dt>
        <dd>${joined(doubts.map((it) => html`${it}`), "<br>")}</dd>
      `}<dt>Claim</dt><dd><code>${claim.id}</code></dd></dl>
    </div>
  `;
}

function factRow({ label, text, as }: Fact, told: Told): Html {
  const row = (content: Html) =>
    html`
      <dt>${label}</dt>
      <dd>${content}</dd>
    `;
  switch (as) {
    case "words":
      return row(html`${text}`);
    case "code":
      return row(html`<code>${text}</code>`);
    case "query":
      return row(
        html`<pre><code>${text}</code></pre><button type="button" class="copy" hidden>Copy query</button>`,
      );
    case "formula":
      return joined([
        row(formula(text, told, ({ id }) => html`<code>${id}</code>`)),
        html`
          <dt>In numbers</dt>
          <dd>${formula(text, told, (claim) => html`${claimText(claim)}`)}</dd>
        `,
      ]);
  }
}

/** A formula whose claims open their own panels. */
function formula(text: string, told: Told, words: (claim: Claim) => Html): Html {
  const parts = text.split(/\{([a-z0-9_.-]+)\}/);
  return joined(parts.map((part, index) => {
    const claim = index % 2 === 1 ? told.claims.get(part) : undefined;
    return claim === undefined ? html`${part}` : button(claim, "number", words(claim));
  }));
}

/** The panels of all claims. */
export function sourcePanels(told: Told): Html {
  return trusted([...told.claims.values()].map((claim) => sourcePanel(claim, told).html).join(""));
}
