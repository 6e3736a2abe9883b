/**
 * Whether prose and what was published fit together. All faults at once, each where a writer finds it.
 *
 * @module
 */
import { nearest } from "../../experiments/cli/suggest.ts";
import { PATH_COLOUR } from "../../notebooks/charts/theme.ts";
import { parentsOf } from "../../notebooks/claims/claim.ts";
import { claimsIn } from "../../notebooks/claims/publish.ts";
import type { Content } from "./content.ts";
import { htmlFaults, literalFaults } from "./literals.ts";
import { isBlock, type Kind, type Placeholder, type ProseFault } from "./placeholder.ts";
import type { Prose } from "./prose.ts";

/** What every report must show. */
const REQUIRED: readonly Kind[] = ["warnings", "provenance", "sources"];

/**
 * What is wrong with the prose, `file:line: …`: names that nothing has, results typed by hand, HTML, headings
 * out of order, and published claims that nothing shows.
 */
export function proseFaults(proses: readonly Prose[], content: Content): string[] {
  const inFile = (file: string) => ({ line, text }: ProseFault) => `${file}:${line}: ${text}`;
  const all = proses.flatMap(({ placeholders }) => placeholders);
  return [
    ...proses.flatMap(({ file, text, placeholders, faults }, index) => [
      ...faults,
      ...[
        ...placeholders.flatMap((placeholder) => unknownFault(placeholder, content)),
        ...literalFaults(text),
        ...htmlFaults(text),
        ...cardFaults(placeholders),
        ...headingFaults(text, index === 0 ? 1 : 2),
      ].sort((a, b) => a.line - b.line).map(inFile(file)),
    ]),
    ...repeatedBlocks(proses),
    ...REQUIRED.filter((kind) => !all.some((placeholder) => placeholder.kind === kind))
      .map((kind) => `the prose must have {{${kind}}}`),
    ...unusedClaims(all, content).map((id) =>
      `claim ${id} is published and shown nowhere: use {{${id}}}, or {{claims:${id.split(".")[0]}}}`
    ),
  ];
}

/** Names by kind; a kind that names nothing published has none. */
function namesOf(kind: Kind, content: Content): string[] | undefined {
  switch (kind) {
    case "claim":
      return [...content.claims.keys()];
    case "claims":
      return [...new Set([...content.claims.keys()].flatMap(prefixes))];
    case "chart":
      return [...content.charts.keys()];
    case "table":
      return [...content.tables.keys()];
    case "answer":
      return [...content.answers.keys()];
    case "path":
    case "card":
      return Object.keys(PATH_COLOUR);
    default:
      return undefined;
  }
}

/** `a.b.c`: `a` and `a.b`. */
function prefixes(id: string): string[] {
  const words = id.split(".");
  return words.slice(1).map((_, index) => words.slice(0, index + 1).join("."));
}

function unknownFault({ kind, name, raw, line }: Placeholder, content: Content): ProseFault[] {
  const names = namesOf(kind, content);
  if (names === undefined || names.includes(name)) return [];
  const near = nearest(name, names);
  const hint = near.length === 0 ? "" : `; did you mean ${near.join(", ")}?`;
  return [{ line, text: `${raw} names nothing that was published${hint}` }];
}

/** A chart or a table that is shown twice: its place in the page could not be named. */
function repeatedBlocks(proses: readonly Prose[]): string[] {
  const places = new Map<string, string>();
  const faults: string[] = [];
  for (const { file, placeholders } of proses) {
    for (const { kind, name, raw, line } of placeholders.filter(isBlock)) {
      if (kind === "cards" || kind === "card" || kind === "end") continue;
      const before = places.get(`${kind}:${name}`);
      if (before !== undefined) {
        faults.push(`${file}:${line}: ${raw} is shown already in ${before}`);
      }
      places.set(`${kind}:${name}`, `${file}:${line}`);
    }
  }
  return faults;
}

function cardFaults(placeholders: readonly Placeholder[]): ProseFault[] {
  const faults: ProseFault[] = [];
  let openedAt: number | undefined;
  for (const { kind, line, raw } of placeholders) {
    if (kind === "cards" && openedAt !== undefined) {
      faults.push({ line, text: "{{cards}} must not stand inside of {{cards}}" });
    } else if (kind === "cards") openedAt = line;
    else if ((kind === "card" || kind === "end") && openedAt === undefined) {
      faults.push({ line, text: `${raw} must come after {{cards}}` });
    } else if (kind === "end") openedAt = undefined;
  }
  if (openedAt !== undefined) {
    faults.push({ line: openedAt, text: "{{cards}} must be ended by {{end}} in the same file" });
  }
  return faults;
}

/** Headings: the first file's begins with the page's title, any other's with a section's. */
function headingFaults(text: string, first: 1 | 2): ProseFault[] {
  const faults: ProseFault[] = [];
  const lines = text.replace(/^(```+|~~~+)[^]*?^\1[^\n]*$/gm, (code) => code.replace(/[^\n]/g, " "))
    .split("\n");
  let depth = first - 1;
  lines.forEach((content, index) => {
    const next = /^(#+) /.exec(content)?.[1]?.length;
    if (next === undefined) return;
    const lowest = depth < first ? first : 2;
    if (next > depth + 1 || next < lowest) {
      const wanted = depth < first
        ? "#".repeat(first)
        : `${"#".repeat(2)} to ${"#".repeat(depth + 1)}`;
      faults.push({
        line: index + 1,
        text: `a heading here must be ${wanted}, got ${"#".repeat(next)}`,
      });
    }
    depth = next;
  });
  return faults;
}

/** Ids of claims that neither prose nor a table or an answer in it shows, nor what those were computed from. */
export function unusedClaims(
  placeholders: readonly Placeholder[],
  { claims, tables, answers }: Content,
): string[] {
  const shown = new Set<string>();
  const show = (id: string) => {
    const claim = claims.get(id);
    if (claim === undefined || shown.has(id)) return;
    shown.add(id);
    parentsOf(claim).forEach(show);
  };
  for (const { kind, name } of placeholders) {
    if (kind === "claim") show(name);
    if (kind === "claims") claimsUnder(claims, name).forEach(show);
    if (kind === "answer") answers.get(name)?.claims.forEach(show);
    const table = kind === "table" ? tables.get(name) : undefined;
    if (table !== undefined) claimsIn(table).forEach(({ id }) => show(id));
  }
  return [...claims.keys()].filter((id) => !shown.has(id));
}

/** Ids that start with the words of `prefix`. */
export function claimsUnder(claims: Content["claims"], prefix: string): string[] {
  return [...claims.keys()].filter((id) => id.startsWith(`${prefix}.`));
}
