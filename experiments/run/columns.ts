/**
 * Columns: what they are declared by, and those that several tables share.
 *
 * @module
 */

/** Value type of a column, in Frictionless Table Schema's words. */
export type ColumnType = "string" | "integer" | "number" | "boolean";

/** One column of a table. */
export interface Column {
  name: string;
  type: ColumnType;
  description: string;
  unit?: string;
  /** Never empty. */
  required?: true;
  /** The only values it takes. */
  oneOf?: readonly string[];
  /** Smallest value it takes. */
  minimum?: number;
  /** Largest value it takes. */
  maximum?: number;
}

/** One CSV file of a run folder. */
export interface Table {
  file: string;
  description: string;
  columns: readonly Column[];
  /** Columns that together name a row, where there are such. */
  primaryKey?: readonly string[];
}

const PATHS = ["sync", "queue", "lambda"] as const;

/** A column of text. */
export const text = (name: string, description: string, more: Partial<Column> = {}): Column => ({
  name,
  type: "string",
  description,
  ...more,
});

/** A column of counts, never empty. */
export const count = (name: string, description: string, more: Partial<Column> = {}): Column => ({
  name,
  type: "integer",
  minimum: 0,
  unit: "orders",
  required: true,
  description,
  ...more,
});

/** A column of measurements, >= 0, empty where there is none. */
export const measure = (
  name: string,
  unit: string,
  description: string,
  more: Partial<Column> = {},
): Column => ({ name, type: "number", unit, description, minimum: 0, ...more });

/** A column of times. */
export const time = (name: string, description: string): Column => ({
  name,
  type: "number",
  unit: "ms since the run's start",
  description,
});

/** The trial's id. */
export const trial = text("trial", "Trial id; contains a letter.", { required: true });
/** The repetition's number. */
export const repetition: Column = {
  name: "repetition",
  type: "integer",
  minimum: 1,
  required: true,
  description: "Execution of the trial, from 1.",
};
/** The path of orders. */
export const path = text("path", "Path of the order.", { required: true, oneOf: PATHS });
