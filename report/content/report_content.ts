/**
 * All that a form of the report (a page, Markdown) is made from.
 *
 * @module
 */
import { renderSvg } from "../../notebooks/charts/render_svg.ts";
import type { Path } from "../../notebooks/charts/theme.ts";
import type { Chart } from "../../notebooks/charts/chart.ts";
import type { Claim } from "../../notebooks/claims/claim.ts";
import type { Answer, ResultTable } from "../../notebooks/claims/publish.ts";
import type { Published } from "../../notebooks/kernel/published.ts";
import { claimsUnder, proseFaults } from "./check_prose.ts";
import { claimWords } from "./claim_words.ts";
import { type Content, gatherContent } from "./content.ts";
import type { Placeholder } from "./placeholder.ts";
import type { Prose } from "./prose.ts";
import { type Provenance, provenanceOf } from "./provenance.ts";
import { type Evidence, warningsOf } from "./used_runs.ts";

/** A chart, drawn. */
export interface DrawnChart {
  chart: Chart;
  /** For the page, beside words: both widths. */
  wide: string;
  narrow: string;
  /** Complete in itself. */
  file: string;
}

/** See the module. */
export interface ReportContent extends Content {
  proses: readonly Prose[];
  /** Those that the prose shows. */
  drawn: ReadonlyMap<string, DrawnChart>;
  evidence: Evidence;
  provenance: Provenance;
  /** What a reader must be told of a claim, by its id; only those of which there is something to tell. */
  doubts: ReadonlyMap<string, readonly string[]>;
}

/**
 * Puts prose, what was published, and its evidence together, and draws the charts.
 *
 * @throws {TypeError} naming everything that does not fit together, see {@linkcode proseFaults}.
 */
export async function reportContent(
  proses: readonly Prose[],
  published: readonly Published[],
  evidence: Evidence,
): Promise<ReportContent> {
  const { content, faults } = gatherContent(published);
  faults.push(...proseFaults(proses, content));
  if (faults.length > 0) {
    const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
    throw new TypeError(`Cannot build the report, ${count}:\n  ${faults.join("\n  ")}`);
  }
  const drawn = new Map<string, DrawnChart>();
  for (const { kind, name } of proses.flatMap(({ placeholders }) => placeholders)) {
    if (kind === "chart") drawn.set(name, await draw(content.charts.get(name)!));
  }
  const doubts = [...content.claims.values()].map((claim) =>
    [claim.id, warningsOf(claim, content.claims, evidence.runs)] as const
  ).filter(([, warnings]) => warnings.length > 0);
  return {
    ...content,
    proses,
    drawn,
    evidence,
    provenance: provenanceOf(evidence),
    doubts: new Map(doubts),
  };
}

async function draw(chart: Chart): Promise<DrawnChart> {
  return {
    chart,
    wide: await renderSvg(chart, { form: "wide", place: "page" }),
    narrow: await renderSvg(chart, { form: "narrow", place: "page" }),
    file: await renderSvg(chart),
  };
}

/** How a form of the report shows each kind of placeholder. */
export interface Form {
  claim(claim: Claim, option: string | undefined): string;
  answer(answer: Answer): string;
  path(path: Path): string;
  chart(drawn: DrawnChart): string;
  table(table: ResultTable, option: string | undefined): string;
  /** A table of figures to look something up in, too long to be read. */
  claims(table: ResultTable): string;
  cards(): string;
  /** @param first whether no card comes before it. */
  card(path: Path, first: boolean): string;
  end(): string;
  warnings(): string;
  provenance(): string;
  sources(): string;
}

/** Shows one placeholder of a file of prose. */
export function shown(
  form: Form,
  { placeholders }: Prose,
  index: number,
  content: ReportContent,
): string {
  const { kind, name, option } = placeholders[index]!;
  switch (kind) {
    case "claim":
      return form.claim(content.claims.get(name)!, option);
    case "answer":
      return form.answer(content.answers.get(name)!);
    case "path":
      return form.path(name as Path);
    case "chart":
      return form.chart(content.drawn.get(name)!);
    case "table":
      return form.table(content.tables.get(name)!, option);
    case "claims":
      return form.claims(claimsTable(name, content));
    case "card":
      return form.card(name as Path, isFirstCard(placeholders, index));
    default:
      return form[kind]();
  }
}

function isFirstCard(placeholders: readonly Placeholder[], index: number): boolean {
  const before = placeholders.slice(0, index).findLast(({ kind }) =>
    kind === "cards" || kind === "card"
  );
  return before?.kind === "cards";
}

/** All claims whose id starts with a word. */
function claimsTable(prefix: string, { claims }: ReportContent): ResultTable {
  return {
    id: `claims-${prefix.replaceAll(".", "-")}`,
    title: `All figures of ${prefix}`,
    columns: [
      { header: "figure", align: "left" },
      { header: "value" },
      { header: "95 % interval" },
    ],
    rows: claimsUnder(claims, prefix).map((id) => {
      const claim = claims.get(id)!;
      return [id.slice(prefix.length + 1), claim, claimWords(claim, "interval")];
    }),
  };
}
