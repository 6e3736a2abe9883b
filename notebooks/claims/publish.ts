/**
 * What a notebook shows: claims, charts, tables and its answer, each as people see it in Jupyter and, in
 * a format of its own beside it, as the check and the report read it back from the notebook's outputs.
 *
 * @module
 */
import type { Figure } from "../analysis/figure.ts";
import type { Run } from "../analysis/run.ts";
import type { Chart } from "../charts/chart.ts";
import { interactiveSpec, renderSvg } from "../charts/render_svg.ts";
import { OUTPUTS_AWAITED } from "../kernel/outputs_awaited.ts";
import { type Claim, claimOf } from "./claim.ts";
import { claimText, intervalText } from "./claim_text.ts";
import { plain } from "./plain_markdown.ts";
import { type Sentence, sentenceText } from "./sentence.ts";

/** Media types of what is read back. */
export const MEDIA_TYPE = {
  claim: "application/vnd.spillway.claim+json",
  chart: "application/vnd.spillway.chart+json",
  table: "application/vnd.spillway.table+json",
  answer: "application/vnd.spillway.answer+json",
} as const;

/** One output by media type. */
export type MediaBundle = Record<string, unknown>;

/** Where outputs go, in order; Jupyter unless told otherwise. */
export type Display = (...bundles: readonly MediaBundle[]) => Promise<void>;

/** The answer of a notebook: one sentence made from claims. */
export interface Answer {
  text: string;
  /** Ids of the claims in it, in order. */
  claims: readonly string[];
}

/** What a table's cell holds: text, a claim, or a sentence with claims. */
export type Cell = string | Claim | Sentence;

/** A cell as a sentence. */
export function sentenceOf(cell: Cell): Sentence {
  return isSentence(cell) ? cell : [cell];
}

function isSentence(cell: Cell): cell is Sentence {
  return Array.isArray(cell);
}

/** A table of results. */
export interface ResultTable {
  /** Lower-case letters, digits and `-`. */
  id: string;
  /** The finding. */
  title: string;
  columns: readonly { header: string; align?: "left" | "right" }[];
  rows: readonly (readonly Cell[])[];
}

/**
 * Text within Markdown for Jupyter, which after Markdown sets what stands between two dollars as mathematics,
 * escaped or not; a tag in between is what it does not pass.
 */
function written(text: string): string {
  return plain(text).replaceAll("\\$", "<span>\\$</span>");
}

/** What Deno's kernel needs to send an output where all cores are busy, ms; see {@linkcode sent}. */
const SENDING_MS = 10;
/** How much longer the last output waits, after which the cell may end, ms. */
const LAST_MS = 20;

/**
 * A display that resolves when its outputs have probably been sent: Deno's kernel hands them over without waiting,
 * and the end of the cell may overtake them. In JupyterLab they then stand under the next cell, and nbconvert
 * drops them.
 */
export function sent(display: (bundle: MediaBundle) => Promise<void>): Display {
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  return async (...bundles) => {
    for (const bundle of bundles) {
      await display(bundle);
      await wait(SENDING_MS);
    }
    await wait(LAST_MS);
  };
}

const inJupyter: Display = async (...bundles) => {
  const display = (bundle: MediaBundle) => Deno.jupyter.display(bundle, { raw: true });
  if (Deno.env.get(OUTPUTS_AWAITED) === undefined) return await sent(display)(...bundles);
  for (const bundle of bundles) await display(bundle);
};

/** Publishes a figure under `id`, and returns the claim. */
export async function claim(
  id: string,
  figure: Omit<Figure, "value"> & { value: number | string },
  display: Display = inJupyter,
): Promise<Claim> {
  return await publish(claimOf(id, figure), display);
}

/** Publishes a claim that is made already, and returns it. */
export async function publish(made: Claim, display: Display = inJupyter): Promise<Claim> {
  await display(claimBundle(made));
  return shownAlready(made);
}

function claimBundle(made: Claim): MediaBundle {
  return {
    "text/plain": `${made.id} = ${claimText(made)} (${intervalText(made)})`,
    [MEDIA_TYPE.claim]: made,
  };
}

/** What is told of a run that a notebook reads. */
export type UsedRun = Pick<Run, "folder" | "warnings" | "changed">;

/** What this notebook reads; {@linkcode answer} tells which of it was changed. */
const read: UsedRun[] = [];

/**
 * Shows which runs a notebook reads, and what a reader must be told of them. What takes long to be found is told
 * beside the answer: that a file was changed after the run.
 *
 * @param runs opened runs.
 */
export async function used(
  runs: readonly UsedRun[],
  display: Display = inJupyter,
): Promise<void> {
  read.push(...runs);
  const lines = runs.map(({ folder, warnings }) => `Reads ${withCare(folder, warnings)}`);
  await display({ "text/markdown": lines.join("\n\n") });
}

/** The runs whose files were changed, as they are told beside an answer; none where all are as they were. */
export async function changedBundles(runs: readonly UsedRun[]): Promise<MediaBundle[]> {
  const found = await Promise.all(
    runs.map(async ({ folder, changed }) => ({ folder, changed: await changed })),
  );
  return found.filter(({ changed }) => changed.length > 0)
    .map(({ folder, changed }) => ({ "text/markdown": withCare(folder, changed) }));
}

function withCare(folder: string, warnings: readonly string[]): string {
  if (warnings.length === 0) return written(folder);
  return `${written(folder)}. **Read with care:** ${written(warnings.join("; "))}`;
}

/** A value that Jupyter does not show once more when it is what a cell ends with. */
function shownAlready<T extends object>(value: T): T {
  const nothing = { value: () => ({}), configurable: true };
  return Object.defineProperty(value, Symbol.for("Jupyter.display"), nothing);
}

/**
 * Publishes several figures.
 *
 * @param idOf the id of each, from its name.
 * @returns the claims by the figures' names.
 */
export async function claimEach<Name extends string>(
  figures: Readonly<Record<Name, Figure>>,
  idOf: (name: Name) => string,
  display: Display = inJupyter,
): Promise<Record<Name, Claim>> {
  const names = Object.keys(figures) as Name[];
  const claims = names.map((name) => shownAlready(claimOf(idOf(name), figures[name])));
  await display(...claims.map(claimBundle));
  const made = Object.fromEntries(names.map((name, index) => [name, claims[index]]));
  return shownAlready(made as Record<Name, Claim>);
}

/** Shows a chart. */
export async function show(
  chart: Chart,
  display: Display = inJupyter,
): Promise<void> {
  await display({
    "text/plain": chart.alternative,
    "image/svg+xml": await renderSvg(chart),
    "application/vnd.vegalite.v5+json": interactiveSpec(chart),
    [MEDIA_TYPE.chart]: chart,
  });
}

/** The claims in a table's cells, in sentences too, each once. */
export function claimsIn({ rows }: ResultTable): Claim[] {
  const claims = rows.flat().flatMap(sentenceOf).filter((part) => typeof part !== "string");
  return [...new Map(claims.map((claim) => [claim.id, claim])).values()];
}

/** Publishes the claims in a table's cells, and shows the table. */
export async function publishTable(
  shown: ResultTable,
  display: Display = inJupyter,
): Promise<void> {
  await display(...claimsIn(shown).map(claimBundle), tableBundle(shown));
}

/** Shows a table. */
export async function table(
  shown: ResultTable,
  display: Display = inJupyter,
): Promise<void> {
  await display(tableBundle(shown));
}

function tableBundle(shown: ResultTable): MediaBundle {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return {
    "text/markdown": [
      `**${written(shown.title)}**`,
      "",
      line(shown.columns.map(({ header }) => written(header))),
      line(shown.columns.map(({ align }) => align === "left" ? ":--" : "--:")),
      ...shown.rows.map((row) => line(row.map((cell) => written(sentenceText(sentenceOf(cell)))))),
    ].join("\n"),
    [MEDIA_TYPE.table]: shown,
  };
}

/**
 * Shows the answer: a sentence whose numbers are claims; before it, which files of the runs that were
 * {@linkcode used} are not as the runs left them.
 *
 * @throws {TypeError} if the sentence has a digit that no claim stands behind.
 */
export async function answer(
  strings: TemplateStringsArray,
  ...claims: readonly Claim[]
): Promise<void> {
  const bundle = answerBundle(strings, claims);
  await inJupyter(...await changedBundles(read), bundle);
}

/** What {@linkcode answer} displays. */
export function answerBundle(strings: readonly string[], claims: readonly Claim[]): MediaBundle {
  const made = answerOf(strings, claims);
  return { "text/markdown": `**${written(made.text)}**`, [MEDIA_TYPE.answer]: made };
}

/** See {@linkcode answer}. */
export function answerOf(
  strings: readonly string[],
  claims: readonly Claim[],
): Answer {
  const typed = strings.find((text) => /\d/.test(text));
  if (typed !== undefined) {
    throw new TypeError(
      `Cannot answer: every number must be a claim, got ${JSON.stringify(typed)}`,
    );
  }
  const text = strings.reduce((text, next, index) => text + claimText(claims[index - 1]!) + next);
  return { text, claims: claims.map(({ id }) => id) };
}
