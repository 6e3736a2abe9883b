/**
 * Whether a parsed request has the shape that its operation takes.
 *
 * @module
 */
import { type AwsError, serializationError } from "../http/aws_error.ts";
import { isStructure } from "../http/members.ts";
import { missingParameter } from "./errors.ts";
import type { Shape } from "./shapes.ts";

function mismatch(path: string, wanted: string, value: unknown): AwsError {
  return serializationError(
    `Cannot read the request: ${path} must be ${wanted}, got ${JSON.stringify(value)}`,
  );
}

/** `MetricData.member.1.Value`, as the query protocol and AWS's messages write a path. */
function below(path: string, part: string): string {
  return path === "" ? part : `${path}.${part}`;
}

/**
 * Checks types and required members.
 *
 * @throws {AwsError} `SerializationException` for a wrong type, `MissingParameter` for what is required.
 */
export function checkShape(shape: Shape, value: unknown, path = ""): void {
  switch (shape.type) {
    case "string":
      if (typeof value !== "string") throw mismatch(path, "a string", value);
      return;
    case "boolean":
      if (typeof value !== "boolean") throw mismatch(path, "true or false", value);
      return;
    case "integer":
      if (!Number.isInteger(value)) throw mismatch(path, "a whole number", value);
      return;
    case "double":
      if (typeof value !== "number") throw mismatch(path, "a number", value);
      return;
    case "timestamp":
      if (typeof value !== "number" || !Number.isFinite(value)) {
        throw mismatch(path, "a time in epoch seconds", value);
      }
      return;
    case "list":
      if (!Array.isArray(value)) throw mismatch(path, "a list", value);
      value.forEach((item, i) => checkShape(shape.member, item, below(path, `member.${i + 1}`)));
      return;
    case "map":
      if (!isStructure(value)) throw mismatch(path, "a map", value);
      for (const [key, item] of Object.entries(value)) {
        checkShape(shape.value, item, below(path, key));
      }
      return;
    case "structure":
      if (!isStructure(value)) throw mismatch(path, "a structure", value);
      for (const name of shape.required ?? []) {
        if ((value[name] ?? undefined) === undefined) {
          throw missingParameter(`The parameter ${below(path, name)} is required.`);
        }
      }
      for (const [name, member] of Object.entries(shape.members)) {
        const item = value[name] ?? undefined;
        if (item !== undefined) checkShape(member, item, below(path, name));
      }
  }
}
