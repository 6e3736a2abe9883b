/**
 * CSV in and out, with the API of JSR's `@std/csv` 1.0: the same options, results and errors. It
 * stands in for that package where JSR is not reachable; deleting the `links` entry in `deno.json`
 * gives the original.
 *
 * Two differences, both where the original departs from its own documentation or from safety:
 * a comment line never counts as the header row or as a record in {@linkcode CsvParseStream}, and a
 * column may be named `__proto__` or `constructor`.
 *
 * @module
 */
export * from "./parse.ts";
export * from "./parse_stream.ts";
export * from "./stringify.ts";
export * from "./stringify_stream.ts";
