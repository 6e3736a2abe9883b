/** Where a value is found in an item: an index of an array, or a key of an object. */
export type PropertyAccessor = number | string;

/** A column with a header of its own. */
export type ColumnDetails = {
  /** The column's header; default: the last accessor of `prop`. */
  header?: string;
  /** The way to the value: one accessor, or one per level. */
  prop: PropertyAccessor | PropertyAccessor[];
};

/** A column: an accessor, accessors level by level, or either with a header. */
export type Column = ColumnDetails | PropertyAccessor | PropertyAccessor[];

/** One record to be: an object or an array. */
export type DataItem = Readonly<Record<string, unknown> | unknown[]>;

/** Options for {@linkcode stringify}. */
export type StringifyOptions = {
  /** Whether a header row comes first; default `true`. */
  headers?: boolean;
  /** What separates fields; default `","`. */
  separator?: string;
  /** Which values, in which order; needed for objects; default: arrays as they are. */
  columns?: readonly Column[];
  /** Whether a byte-order mark comes first, for programs that need one; default `false`. */
  bom?: boolean;
};

interface Path {
  header: string;
  steps: readonly Step[];
}

interface Step {
  accessor: PropertyAccessor;
  /** Every object inherits a property of this name (`__proto__`, `constructor`); a column means its own. */
  ownOnly: boolean;
}

/**
 * Writes records as CSV text (RFC 4180, lines end with CR LF). A missing value is an empty field, an
 * object is its JSON.
 *
 * @throws {TypeError} when the separator holds a quotation mark or CR LF, when objects come without
 * `columns`, or when an array is asked for a key.
 * @example
 * ```ts
 * import { stringify } from "./stringify.ts";
 * import assert from "node:assert/strict";
 *
 * const rows = [{ id: "o1", at: { ms: 12 } }, { id: "o,2", at: {} }];
 * assert.equal(stringify(rows, { columns: ["id", ["at", "ms"]] }), 'id,ms\r\no1,12\r\n"o,2",\r\n');
 * ```
 */
export function stringify(
  data: readonly DataItem[],
  options?: StringifyOptions,
): string {
  const { headers = true, separator = ",", columns = [], bom = false } = options ?? {};
  const toLine = lineMaker(separator, columns);
  let text = bom ? "\ufeff" : "";
  if (headers && columns.length > 0) text += headerLine(separator, columns);
  for (const item of data) text += toLine(item);
  return text;
}

/** The header row of `columns`. */
function headerLine(separator: string, columns: readonly Column[]): string {
  return lineMaker(separator, [])(
    columns.map((column) => toPath(column).header),
  );
}

/** Makes the function from an item to its line, CR LF included. */
export function lineMaker(
  separator: string,
  columns: readonly Column[],
): (item: DataItem) => string {
  if (separator.includes('"') || separator.includes("\r\n")) {
    throw new TypeError(
      [
        "Separator cannot include the following strings:",
        '  - U+0022: Quotation mark (")',
        "  - U+000D U+000A: Carriage Return + Line Feed (\\r\\n)",
      ].join("\n"),
    );
  }
  const paths = columns.map(toPath);
  const toField = fieldMaker(separator);
  return (item) => {
    let line = "";
    if (paths.length === 0) {
      const values = ownValues(item);
      for (let i = 0; i < values.length; i++) {
        line += (i === 0 ? "" : separator) + toField(values[i]);
      }
      return line + "\r\n";
    }
    for (let i = 0; i < paths.length; i++) {
      if (i > 0) line += separator;
      line += toField(valueAt(item, (paths[i] as Path).steps));
    }
    return line + "\r\n";
  };
}

function toPath(column: Column): Path {
  const prop = typeof column === "object" && !Array.isArray(column) ? column.prop : column;
  const accessors = Array.isArray(prop) ? prop : [prop];
  const header = typeof column === "object" && !Array.isArray(column) ? column.header : undefined;
  return {
    header: header ?? String(accessors.at(-1)),
    steps: accessors.map((accessor) => ({
      accessor,
      ownOnly: accessor in Object.prototype,
    })),
  };
}

function ownValues(item: unknown): readonly unknown[] {
  if (Array.isArray(item)) return item;
  if (typeof item === "object") {
    throw new TypeError(
      "No property accessor function was provided for object",
    );
  }
  return [item];
}

function valueAt(item: unknown, steps: readonly Step[]): unknown {
  let value = item;
  for (let i = 0; i < steps.length; i++) {
    if (typeof value !== "object" || value === null) break;
    const { accessor, ownOnly } = steps[i] as Step;
    if (Array.isArray(value)) {
      if (typeof accessor !== "number") {
        throw new TypeError('Property accessor is not of type "number"');
      }
      value = value[accessor];
    } else if (ownOnly && !Object.hasOwn(value, accessor)) {
      value = undefined;
    } else {
      value = (value as Record<PropertyAccessor, unknown>)[accessor];
    }
  }
  return value;
}

/** Makes the function from a value to its field, in quotation marks where it needs them. */
function fieldMaker(separator: string): (value: unknown) => string {
  const escaped = separator.replace(/[\\^$.*+?()[\]{}|-]/g, "\\$&");
  const special = new RegExp(`${escaped}|[\n"]`);
  const numbersArePlain = !special.test("0123456789+-.eInfinityNaN");
  return (value) => {
    if (value === undefined || value === null) return "";
    if (typeof value === "number" && numbersArePlain) return `${value}`;
    const field = typeof value === "string"
      ? value
      : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
    return special.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
  };
}
