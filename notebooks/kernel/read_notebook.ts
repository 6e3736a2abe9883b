/**
 * Notebook files.
 *
 * Source of the format: nbformat.readthedocs.io, version 4.
 *
 * @module
 */
import { basename } from "node:path";
import { z } from "zod";
import { issuesText } from "./issues_text.ts";

/** A cell of a notebook. */
export interface Cell {
  /** Its place among all cells, from 1. */
  number: number;
  type: "code" | "markdown" | "raw";
  source: string;
  /** What the file keeps of an earlier execution, of a code cell. */
  outputs: number;
  executionCount: number | null;
}

/** A notebook, read. */
export interface Notebook {
  /** File name without its extension: `3_queue_buildup_and_drain`. */
  name: string;
  /** Name of the kernel that it is for. */
  kernel: string | undefined;
  /** Language of its code cells, by which tools format them. */
  language: string | undefined;
  cells: readonly Cell[];
}

const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(""))], {
  error: "must be text or a list of lines",
});

const notebookSchema = z.object({
  nbformat: z.literal(4, { error: "must be 4" }),
  metadata: z.object({
    kernelspec: z.object({ name: z.string() }).optional(),
    language_info: z.object({ name: z.string() }).optional(),
  }),
  cells: z.array(z.discriminatedUnion("cell_type", [
    z.object({
      cell_type: z.literal("code"),
      source: text,
      outputs: z.array(z.unknown()),
      execution_count: z.number().nullable(),
    }),
    z.object({ cell_type: z.enum(["markdown", "raw"]), source: text }),
  ])),
});

/**
 * Reads the text of a notebook file.
 *
 * @param path names the notebook.
 * @throws {TypeError} naming all that is wrong, with the number of the cell.
 * @example
 * ```ts
 * import { parseNotebook } from "./read_notebook.ts";
 * import assert from "node:assert/strict";
 *
 * const cells = [{ cell_type: "markdown", source: ["# How long?\n", "In seconds."], metadata: {} }];
 * const file = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
 * const { name, cells: [first] } = parseNotebook("notebooks/1_wait.ipynb", JSON.stringify(file));
 * assert.equal(name, "1_wait");
 * assert.equal(first?.source, "# How long?\nIn seconds.");
 * ```
 */
export function parseNotebook(path: string, content: string): Notebook {
  const parsed = notebookSchema.safeParse(json(path, content));
  if (!parsed.success) {
    throw new TypeError(`Cannot read ${path}: ${issuesText(parsed.error, pathText)}`);
  }
  const { metadata, cells } = parsed.data;
  return {
    name: basename(path, ".ipynb"),
    kernel: metadata.kernelspec?.name,
    language: metadata.language_info?.name,
    cells: cells.map((cell, index) => ({
      number: index + 1,
      type: cell.cell_type,
      source: cell.source,
      outputs: cell.cell_type === "code" ? cell.outputs.length : 0,
      executionCount: cell.cell_type === "code" ? cell.execution_count : null,
    })),
  };
}

/** Reads a notebook file; see {@linkcode parseNotebook}. */
export async function readNotebook(path: string): Promise<Notebook> {
  return parseNotebook(path, await Deno.readTextFile(path));
}

/** The cells that are executed. */
export function codeCells(cells: readonly Cell[]): Cell[] {
  return cells.filter(({ type }) => type === "code");
}

function json(path: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new TypeError(`Cannot read ${path}: it must be JSON: ${(error as Error).message}`);
  }
}

/** `cell 3 source` for what zod calls `cells.2.source`. */
function pathText([first, index, ...rest]: readonly PropertyKey[]): string {
  const names = first === "cells" && typeof index === "number"
    ? [`cell ${index + 1}`, ...rest]
    : [first, index, ...rest];
  return names.filter((name) => name !== undefined).map(String).join(" ");
}
