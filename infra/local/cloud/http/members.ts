/**
 * Members of a JSON request, read with the types that the service's model gives them.
 *
 * @module
 */
import { type AwsError, serializationError } from "./aws_error.ts";

/** A parsed JSON request. */
export type Input = Record<string, unknown>;

function wrongType(name: string, wanted: string, value: unknown): AwsError {
  return serializationError(
    `Cannot read the request: ${name} must be ${wanted}, got ${JSON.stringify(value)}`,
  );
}

/** A string, or undefined where it is absent. */
export function optionalString(input: Input, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw wrongType(name, "a string", value);
}

/** A whole number, or undefined where it is absent. */
export function optionalInteger(input: Input, name: string): number | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value)) return value;
  throw wrongType(name, "a whole number", value);
}

/** True or false, or undefined where it is absent. */
export function optionalBoolean(input: Input, name: string): boolean | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === "boolean") return value;
  throw wrongType(name, "true or false", value);
}

/** A list of strings; empty where it is absent. */
export function stringList(input: Input, name: string): string[] {
  const value = input[name] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw wrongType(name, "a list of strings", value);
}

/** A list of structures; empty where it is absent. */
export function structureList(input: Input, name: string): Input[] {
  const value = input[name] ?? [];
  if (Array.isArray(value) && value.every(isStructure)) return value;
  throw wrongType(name, "a list of structures", value);
}

/** Whether a parsed JSON value is an object. */
export function isStructure(value: unknown): value is Input {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
