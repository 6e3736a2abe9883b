/**
 * The page: one file that needs nothing else.
 *
 * @module
 */
import { Marked } from "marked";
import { chartCss } from "../../notebooks/charts/theme.ts";
import { isBlock, replacePlaceholders } from "../content/placeholder.ts";
import type { Prose } from "../content/prose.ts";
import { type ReportContent, shown } from "../content/report_content.ts";
import { htmlForm } from "./form.ts";
import { type Html, html, trusted } from "./html.ts";
import { sourcePanels } from "./number.ts";

/** Files beside this one that go into the page as they are. */
export interface PageFiles {
  style: string;
  script: string;
}

/** In their order: what comes later overrules. */
const STYLES = ["1-text", "2-numbers", "3-cards", "4-figures", "5-paper"];

/** Reads them. */
export async function readPageFiles(): Promise<PageFiles> {
  const read = (name: string) => Deno.readTextFile(new URL(name, import.meta.url));
  const style = await Promise.all(STYLES.map((name) => read(`style/${name}.css`)));
  return { style: style.join("\n"), script: await read("page.js") };
}

/** The page's text. */
export async function pageHtml(content: ReportContent, files: PageFiles): Promise<string> {
  const ids = new Set<string>();
  const [head, ...sections] = content.proses.map((prose) => proseHtml(prose, content, ids));
  const contents = sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  const script = `\n${files.script}`;
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="${await policyOf(script)}">
        <meta name="color-scheme" content="light dark">
        <title>${head!.title}</title>
        <style>
    ${trusted(files.style)}
    ${trusted(chartCss(".chart"))}
    </style>
      </head>
      <body>
        <a class="skip" href="#report">Skip to the report</a>
        <header>
    ${head!.body}</header>
        <nav aria-label="Contents">
          <ol>${contents}</ol>
        </nav>
        <main id="report">
    ${sections.map(({ id, body }) =>
      html`
        <section aria-labelledby="${id}">
        ${body}</section>
      `
    )}</main>
        <div class="panels">
    ${sourcePanels(content)}</div>
        <script type="module">${trusted(script)}</script>
      </body>
    </html>
  `.html;
}

/** Nothing is loaded, and no script runs but this one. */
async function policyOf(script: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(script));
  const hash = new Uint8Array(digest).toBase64();
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`;
}

interface Section {
  /** Of its first heading. */
  id: string;
  title: string;
  body: Html;
}

/** A placeholder while Markdown is read: letters of private use, which no Markdown means anything by. */
const held = (index: number) => `\uE000${index}\uE001`;

/** @param ids of the page, so that none is given twice. */
function proseHtml(prose: Prose, content: ReportContent, ids: Set<string>): Section {
  const headings: { id: string; title: string }[] = [];
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text }) {
        const title = text.replace(/\uE000\d+\uE001/g, "").replace(/[`*_]/g, "").trim();
        const id = unusedId(title.toLowerCase().replace(/[^a-z0-9]+/g, "-"), ids);
        headings.push({ id, title });
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
    },
  });
  const markdown = replacePlaceholders(
    prose.text,
    prose.placeholders,
    (placeholder, index) => isBlock(placeholder) ? `\n\n${held(index)}\n\n` : held(index),
  );
  const form = htmlForm(content);
  const body = marked.parse(markdown, { async: false }).replace(
    /<p>\uE000(\d+)\uE001<\/p>\n?|\uE000(\d+)\uE001/g,
    (whole, alone: string | undefined, inside: string | undefined) => {
      const index = Number(alone ?? inside);
      const text = shown(form, prose, index, content);
      return alone === undefined || isBlock(prose.placeholders[index]!)
        ? text
        : whole.replace(/\uE000\d+\uE001/, () => text);
    },
  );
  const first = headings[0] ?? { id: prose.file, title: prose.file };
  return { ...first, body: trusted(body) };
}

function unusedId(wanted: string, ids: Set<string>): string {
  const base = wanted.replace(/^-|-$/g, "");
  const id = ids.has(base) ? `${base}-${ids.size}` : base;
  ids.add(id);
  return id;
}
