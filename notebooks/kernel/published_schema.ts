/**
 * What notebooks publish, as it must be when it is read back.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { z } from "zod";
import type { Source } from "../analysis/figure.ts";
import type { Chart } from "../charts/chart.ts";
import type { Claim } from "../claims/claim.ts";
import type { Answer, ResultTable } from "../claims/publish.ts";

const source: z.ZodType<Source> = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("rows"),
    folder: z.string(),
    file: z.string(),
    rows: z.int().nonnegative(),
    query: z.string(),
    method: z.string().exactOptional(),
  }),
  z.strictObject({ kind: z.literal("derived"), formula: z.string() }),
  z.strictObject({ kind: z.literal("assumption"), file: z.string(), reason: z.string() }),
]);

/** See {@linkcode Claim}. */
export const claimSchema: z.ZodType<Claim> = z.strictObject({
  id: z.string(),
  value: z.union([z.number(), z.string()]),
  unit: z.string(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  words: z.string().exactOptional(),
  source,
});

// Vega-Lite checks it when it draws it.
const specification = z.custom<TopLevelSpec>((value) =>
  typeof value === "object" && value !== null
);

const id = z.string().regex(/^[a-z0-9-]+$/, "must be lower-case letters, digits and -");

/** See {@linkcode Chart}. */
export const chartSchema: z.ZodType<Chart> = z.strictObject({
  id,
  title: z.string(),
  subtitle: z.string(),
  caption: z.string(),
  alternative: z.string(),
  spec: specification,
  narrow: specification,
  marks: z.record(z.string(), z.int().nonnegative()),
});

const part = z.union([z.string(), claimSchema]);

/** See {@linkcode ResultTable}. */
export const tableSchema: z.ZodType<ResultTable> = z.strictObject({
  id,
  title: z.string(),
  columns: z.array(
    z.strictObject({ header: z.string(), align: z.enum(["left", "right"]).exactOptional() }),
  ),
  rows: z.array(z.array(z.union([part, z.array(part)]))),
});

/** See {@linkcode Answer}. */
export const answerSchema: z.ZodType<Answer> = z.strictObject({
  text: z.string(),
  claims: z.array(z.string()),
});
