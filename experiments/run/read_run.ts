/**
 * What a run says of itself: its manifest and its summary, without the orders.
 *
 * @module
 */
import { readManifest } from "./check_run.ts";
import { readTable } from "./csv_files.ts";
import type { Manifest } from "./manifest.ts";
import { summaryTable } from "./schema.ts";
import type { SummaryRow } from "./summary.ts";

/** See {@linkcode readRun}. */
export interface ReadRun {
  manifest: Manifest;
  /** In the order in which trials ended; an empty field is `undefined`. */
  summary: readonly SummaryRow[];
}

/**
 * Reads a run's folder.
 *
 * @param faults gets one sentence a fault.
 * @returns `undefined` where there was a fault.
 */
export async function readRun(path: string, faults: string[]): Promise<ReadRun | undefined> {
  const manifest = await readManifest(path, faults);
  let text: string;
  try {
    text = await Deno.readTextFile(`${path}/${summaryTable.file}`);
  } catch (error) {
    faults.push(`${summaryTable.file}: ${(error as Error).message}`);
    return undefined;
  }
  const { rows, faults: rowFaults } = readTable(summaryTable, text);
  faults.push(...rowFaults);
  if (manifest === undefined || rowFaults.length > 0) return undefined;
  return { manifest, summary: rows.map(({ values }) => values as unknown as SummaryRow) };
}
