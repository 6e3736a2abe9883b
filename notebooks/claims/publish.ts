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
import { answerOf } from "./answer.ts";
import { type Claim, claimOf } from "./claim.ts";
import { claimText, intervalText } from "./claim_text.ts";
import { type Display, inJupyter, type MediaBundle } from "./display.ts";
import { plain } from "./plain_markdown.ts";
import { claimsIn, type ResultTable, sentenceOf } from "./result_table.ts";
import { sentenceText } from "./sentence.ts";

export { type Answer, answerOf } from "./answer.ts";
export { type Cell, claimsIn, type ResultTable, sentenceOf } from "./result_table.ts";

/** Media types of what is read back. */
export const MEDIA_TYPE = {
  claim: "application/vnd.spillway.claim+json",
  chart: "application/vnd.spillway.chart+json",
  table: "application/vnd.spillway.table+json",
  answer: "application/vnd.spillway.answer+json",
} as const;

/**
 * Text within Markdown for Jupyter, which after Markdown sets what stands between two dollars as mathematics,
 * escaped or not; a tag in between is what it does not pass.
 */
function written(text: string): string {
  return plain(text).replaceAll("\\$", "<span>\\$</span>");
}

/**
 * Publishes a figure under `id`, and returns the claim.
 *
 * @example
 * ```ts
 * import { claim } from "./publish.ts";
 * import assert from "node:assert/strict";
 *
 * const source = { kind: "assumption", file: "a.ts", reason: "agreed on" } as const;
 * const shown: unknown[] = [];
 * const made = await claim("cost.volume", { value: 1200, unit: "orders", source }, async (...bundles) => {
 *   await Promise.resolve();
 *   shown.push(...bundles.map((bundle) => bundle["text/plain"]));
 * });
 * assert.equal(made.value, 1200);
 * assert.deepEqual(shown, ["cost.volume = 1,200 orders (no interval: the data allow none)"]);
 * ```
 */
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
 * @example
 * ```ts
 * import { claimEach } from "./publish.ts";
 * import assert from "node:assert/strict";
 *
 * const source = { kind: "assumption", file: "a.ts", reason: "agreed on" } as const;
 * const figures = { idle: { value: 50, unit: "USD", source }, peak: { value: 2, unit: "USD", source } };
 * const made = await claimEach(figures, (name) => `cost.${name}`, () => Promise.resolve());
 * assert.deepEqual([made.idle.id, made.peak.id], ["cost.idle", "cost.peak"]);
 * ```
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

/**
 * Shows a chart.
 *
 * @example
 * ```ts
 * import { exampleCharts } from "../charts/examples_for_tests.ts";
 * import { show } from "./publish.ts";
 * import assert from "node:assert/strict";
 *
 * const [chart] = exampleCharts();
 * const types: string[] = [];
 * await show(chart!, async (...bundles) => {
 *   await Promise.resolve();
 *   types.push(...bundles.flatMap((bundle) => Object.keys(bundle)));
 * });
 * assert.ok(types.includes("image/svg+xml"));
 * ```
 */
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
