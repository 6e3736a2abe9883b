/**
 * `datapackage.json`: the run folder described as a Frictionless Data Package, so that any tool can
 * validate and load it. Source: https://specs.frictionlessdata.io/data-package/.
 *
 * @module
 */
import { type Column, type Table, tables } from "./schema.ts";

/** Describes a run folder. */
export function dataPackage(run: { runId: string; title: string; createdAt: string }): unknown {
  return {
    profile: "tabular-data-package",
    name: run.runId.toLowerCase(),
    title: run.title,
    created: run.createdAt,
    resources: tables.map(resource),
  };
}

function resource(table: Table): unknown {
  return {
    profile: "tabular-data-resource",
    name: table.file.replace(/\.csv$/, ""),
    path: table.file,
    description: table.description,
    format: "csv",
    mediatype: "text/csv",
    encoding: "utf-8",
    schema: {
      fields: table.columns.map(field),
      missingValues: [""],
      ...(table.primaryKey === undefined ? {} : { primaryKey: table.primaryKey }),
    },
  };
}

function field(column: Column): unknown {
  const { name, type, description, unit, required, oneOf, minimum, maximum } = column;
  const constraints = { required, enum: oneOf, minimum, maximum };
  const stated = Object.entries(constraints).filter(([, value]) => value !== undefined);
  return {
    name,
    type,
    description,
    ...(unit === undefined ? {} : { unit }),
    ...(stated.length === 0 ? {} : { constraints: Object.fromEntries(stated) }),
  };
}
