/**
 * Small notebooks for tests.
 *
 * @module
 */
import type { Chart } from "../charts/chart.ts";

/**
 * A notebook file's content of texts: one that begins with `#` is a text cell, others are code.
 *
 * @param metadata beside kernel and language.
 * @param codeFields fields of every code cell.
 */
export function notebookOf(
  cells: readonly string[],
  metadata: Readonly<Record<string, unknown>> = {},
  codeFields: Readonly<Record<string, unknown>> = {},
) {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: "deno", display_name: "Deno", language: "typescript" },
      language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/x.typescript" },
      ...metadata,
    },
    cells: cells.map((source, index) => {
      const common = { id: `cell-${index + 1}`, metadata: {}, source };
      return source.startsWith("#")
        ? { cell_type: "markdown", ...common }
        : { cell_type: "code", ...common, outputs: [], execution_count: null, ...codeFields };
    }),
  };
}

/** Writes notebooks of texts into a temporary folder, calls `body` with it, and removes it. */
export async function withNotebooks(
  notebooks: Readonly<Record<string, readonly string[]>>,
  body: (paths: string[], folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const paths: string[] = [];
    for (const [name, cells] of Object.entries(notebooks)) {
      const path = `${folder}/${name}.ipynb`;
      await Deno.writeTextFile(path, JSON.stringify(notebookOf(cells)));
      paths.push(path);
    }
    await body(paths, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Looks until it finds, for a minute at most. */
export async function until<T>(find: () => Promise<T | undefined>): Promise<T> {
  for (let look = 0; look < 600; look++) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Cannot find within a minute: ${find}`);
}

/** Whole lines of a file; none of one that is not there yet. */
export async function linesOf(path: string): Promise<string[]> {
  const text = await Deno.readTextFile(path).catch(() => "");
  return text.split("\n").slice(0, -1);
}

/** A figure in seconds. */
export function drainFigure(value: number) {
  const source = { kind: "assumption", file: "README.md", reason: "a test" } as const;
  return { value, unit: "s", source };
}

const BAR = { data: { values: [{ drain_s: 28 }] }, mark: "bar", encoding: {} } as const;

/** A chart of one bar. */
export const CHART: Chart = {
  id: "drain",
  title: "It drains",
  subtitle: "Drain time",
  caption: "A test",
  alternative: "It drains in 28 s.",
  marks: { bars: 1 },
  spec: BAR,
  narrow: BAR,
};
