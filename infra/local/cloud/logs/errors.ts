/**
 * The faults of CloudWatch Logs.
 *
 * @module
 */
import { AwsError } from "../http/aws_error.ts";

/** A parameter that is not allowed. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

/** A log group or stream that is not there. */
export function notFound(what: "log group" | "log stream"): AwsError {
  return new AwsError("ResourceNotFoundException", `The specified ${what} does not exist.`);
}

/** A log group or stream that is there already. */
export function alreadyExists(what: "log group" | "log stream"): AwsError {
  return new AwsError("ResourceAlreadyExistsException", `The specified ${what} already exists`);
}
