/**
 * The figures that the original write-up published about itself.
 *
 * @module
 */
import { text } from "../../experiments/run/columns.ts";
import type { Table } from "../../experiments/run/schema.ts";
import { ROOT } from "../analysis/run.ts";
import type { Figure, RowsSource } from "../analysis/figure.ts";
import { quoted } from "../analysis/quoted.ts";
import { openTables } from "../analysis/tables.ts";

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
  /** What else the sources say. */
  note: string;
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
    return rows.map(({ claim_id, configuration, quantity, value, unit, note }) => ({
      claimId: String(claim_id),
      configuration: String(configuration ?? ""),
      quantity: String(quantity),
      value: Number(value),
      unit: String(unit),
      note: String(note ?? ""),
    }));
  } finally {
    tables.close();
  }
}

const SHORT: Readonly<Record<string, string>> = { percent: "%", ratio: "times" };

/** A published claim as a figure, in the unit and in the words that it was published in. */
export function publishedFigure(
  { claimId, value, unit }: Published,
): Figure & { words: string } {
  return {
    value,
    unit,
    words: `${value.toLocaleString("en-US", { maximumFractionDigits: 6 })} ${SHORT[unit] ?? unit}`,
    source: rowSource(claimId, "value"),
  };
}

/** A column of a claim that says more in words: what it was measured on, what else the sources say. */
export type Remark = "configuration" | "quantity" | "note";

/**
 * A number that stands in the words of a published claim.
 *
 * @param place which number of these words, from 1.
 * @throws {RangeError} if there is none.
 */
export function remarkedFigure(
  claim: Published,
  remark: Remark,
  place: number,
  unit: string,
): Figure {
  const found = [...claim[remark].matchAll(/[0-9]+(?:[.][0-9]+)?/g)][place - 1]?.[0];
  if (found === undefined) {
    throw new RangeError(
      `Cannot audit ${claim.claimId}: number ${place} must stand in its ${remark}, got ${
        JSON.stringify(claim[remark])
      }`,
    );
  }
  const numbers = `regexp_extract_all(${remark}, '[0-9]+(?:[.][0-9]+)?')`;
  return {
    value: Number(found),
    unit,
    words: `${Number(found).toLocaleString("en-US")} ${unit}`,
    source: rowSource(claim.claimId, `${numbers}[${place}]::DOUBLE`),
  };
}

function rowSource(claimId: string, expression: string): RowsSource {
  return {
    kind: "rows",
    folder: FOLDER,
    file: publishedTable.file,
    rows: 1,
    query: `SELECT ${expression} FROM '${publishedTable.file}' WHERE claim_id = ${quoted(claimId)}`,
  };
}
