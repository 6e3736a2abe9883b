/**
 * What a cell puts out, in the shape that a notebook file keeps it in (nbformat 4).
 *
 * @module
 */
import { z } from "zod";
import type { Message } from "./wire_message.ts";

const mediaBundle = z.record(z.string(), z.unknown());

/** nbformat 4 joins lines with nothing: a text may be a list of its lines. */
const text = z.union([z.string(), z.array(z.string())]).transform((lines) =>
  typeof lines === "string" ? lines : lines.join("")
);

/** One output of a cell. */
export const outputSchema = z.discriminatedUnion("output_type", [
  z.object({ output_type: z.literal("stream"), name: z.enum(["stdout", "stderr"]), text }),
  z.object({
    output_type: z.literal("display_data"),
    data: mediaBundle,
    metadata: z.record(z.string(), z.unknown()).default({}),
  }),
  z.object({
    output_type: z.literal("execute_result"),
    data: mediaBundle,
    metadata: z.record(z.string(), z.unknown()).default({}),
    execution_count: z.number().nullable(),
  }),
  z.object({
    output_type: z.literal("error"),
    ename: z.string(),
    evalue: z.string(),
    traceback: z.array(z.string()),
  }),
]);

/** See {@linkcode outputSchema}. */
export type Output = z.infer<typeof outputSchema>;

/** An output that ends a notebook. */
export type ErrorOutput = Extract<Output, { output_type: "error" }>;

const TYPES = outputSchema.options.map((option) => option.shape.output_type.value as string);

/**
 * The output that a message of the iopub channel brings; `undefined` of one that brings none.
 *
 * @throws {z.ZodError} if its content is not what the protocol says.
 * @example
 * ```ts
 * import { outputOf } from "./output.ts";
 * import assert from "node:assert/strict";
 *
 * const content = { name: "stdout", text: "2,888 orders\n" };
 * assert.deepEqual(outputOf({ type: "stream", content }), { output_type: "stream", ...content });
 * assert.equal(outputOf({ type: "status", content: {} }), undefined);
 * ```
 */
export function outputOf({ type, content }: Message): Output | undefined {
  if (!TYPES.includes(type)) return undefined;
  return outputSchema.parse({ ...content as object, output_type: type });
}

/** The first error among outputs. */
export function errorOf(outputs: readonly Output[]): ErrorOutput | undefined {
  return outputs.find((output) => output.output_type === "error");
}
