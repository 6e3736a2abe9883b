/**
 * The figures that the original write-up published about itself.
 *
 * @module
 */
import { text } from "../../experiments/run/columns.ts";
import type { Table } from "../../experiments/run/schema.ts";
import { ROOT } from "../analysis/run.ts";
import type { Figure } from "../analysis/figure.ts";
import { openTables, quoted } from "../analysis/tables.ts";

/** One published claim. */
export interface Published {
  /** `rate_1`. */
  claimId: string;
  /** What it was measured on, in the write-up's words: `20 users 60 s`. */
  configuration: string;
  /** `processing rate`. */
  quantity: string;
  value: number;
  /** As published: `min`, `percent`, `orders/s`. */
  unit: string;
}

const FOLDER = "data/reference";

/** `data/reference/published.csv`. */
export const publishedTable: Table = {
  file: "published.csv",
  description: "What the original write-up published about itself, one claim a row.",
  primaryKey: ["claim_id"],
  columns: [
    text("claim_id", "Names the claim."),
    text("experiment", "Which part of the write-up."),
    text("configuration", "What it was measured on."),
    text("quantity", "What was measured."),
    { name: "value", type: "number", description: "As published." },
    text("unit", "Of the value."),
    text("note", "What else the sources say."),
    text("source", "Where it stands."),
  ],
};

/** Reads all claims, in the order of the file. */
export async function readPublished(): Promise<Published[]> {
  const tables = await openTables(`${ROOT}${FOLDER}`, [publishedTable]);
  try {
    const rows = await tables.rows(`SELECT * FROM 'published.csv'`);
    return rows.map(({ claim_id, configuration, quantity, value, unit }) => ({
      claimId: String(claim_id),
      configuration: String(configuration ?? ""),
      quantity: String(quantity),
      value: Number(value),
      unit: String(unit),
    }));
  } finally {
    tables.close();
  }
}

/** A published claim as a figure, in the unit that it was published in. */
export function publishedFigure({ claimId, value, unit }: Published): Figure {
  return {
    value,
    unit,
    source: {
      kind: "rows",
      folder: FOLDER,
      file: publishedTable.file,
      rows: 1,
      query: `SELECT value FROM 'published.csv' WHERE claim_id = ${quoted(claimId)}`,
    },
  };
}
