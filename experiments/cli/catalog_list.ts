/**
 * The catalog as `deno task experiment` lists it, and as README shows it.
 *
 * @module
 */
import type { Experiment } from "../catalog/definition.ts";
import { markdownTable } from "../run/markdown_table.ts";
import { textTable } from "../run/table.ts";

type Entry = Pick<Experiment, "name" | "title" | "question">;

/** Lines of the catalog for a terminal. */
export function catalogLines(catalog: readonly Entry[]): string[] {
  const columns = ["experiment", "", "question"].map((header) => ({
    header,
    align: "left" as const,
  }));
  return [
    ...textTable(columns, catalog.map((entry) => [entry.name, entry.title, entry.question])),
    "\n  Run one with: deno task experiment phase5    More: deno task experiment --help",
  ];
}

/** The catalog for programs. */
export function catalogJson(catalog: readonly Experiment[]): string {
  return JSON.stringify(
    catalog.map(({ name, title, question, sizes }) => ({ name, title, question, sizes })),
  );
}

/**
 * The catalog as a Markdown table, formatted as `deno fmt` leaves it.
 *
 * @example
 * ```ts
 * import { catalogMarkdown } from "./catalog_list.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(catalogMarkdown([{ name: "a", title: "b", question: "Why | c?" }]), [
 *   "| experiment | about | question  |",
 *   "| ---------- | ----- | --------- |",
 *   "| `a`        | b     | Why \\| c? |",
 * ]);
 * ```
 */
export function catalogMarkdown(catalog: readonly Entry[]): string[] {
  return markdownTable(
    ["experiment", "about", "question"],
    catalog.map(({ name, title, question }) => [`\`${name}\``, title, question]),
  );
}
