/**
 * HTML as a value: what is put into it is escaped, unless it is HTML itself.
 *
 * @module
 */

/** A piece of HTML. */
export interface Html {
  readonly html: string;
}

/** What may be put into HTML. */
export type Piece = string | number | undefined | Html | readonly Html[];

/** A text as HTML: fit for elements and for quoted attributes. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

/**
 * HTML from a template, without the space around it, which is the formatter's; `undefined` is nothing.
 *
 * @example
 * ```ts
 * import { html } from "./html.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(html`<b>${"<i>"}</b>${[html`<br>`]}`.html, "<b>&lt;i&gt;</b><br>");
 * ```
 */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const last = strings.length - 1;
  return trusted(
    strings.map((text, index) => {
      const started = index === 0 ? text.trimStart() : text;
      return htmlOf(pieces[index - 1]) + (index === last ? started.trimEnd() : started);
    }).join(""),
  );
}

/** HTML that was made elsewhere, as it is. */
export function trusted(text: string): Html {
  return { html: text };
}

/** Pieces one after the other. */
export function joined(pieces: readonly Html[], between = ""): Html {
  return trusted(pieces.map(({ html }) => html).join(between));
}

function htmlOf(piece: Piece): string {
  if (piece === undefined) return "";
  if (typeof piece === "string") return escaped(piece);
  if (typeof piece === "number") return String(piece);
  return "html" in piece ? piece.html : joined(piece).html;
}
