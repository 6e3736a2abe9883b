/**
 * The faults of CloudWatch, with the code each protocol gives them.
 *
 * @module
 */
import { AwsError } from "../http/aws_error.ts";

/** A parameter whose value is not allowed. */
export function invalidValue(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message, {
    queryCode: "InvalidParameterValue",
  });
}

/** Parameters that do not go together. */
export function invalidCombination(message: string): AwsError {
  return new AwsError("InvalidParameterCombinationException", message, {
    queryCode: "InvalidParameterCombination",
  });
}

/** A parameter that is not there. */
export function missingParameter(message: string): AwsError {
  return new AwsError("MissingRequiredParameterException", message, {
    queryCode: "MissingParameter",
  });
}

/** A request that the model allows and the service does not. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message, { queryCode: "ValidationError" });
}

/** A token that this service did not give for this request. */
export function invalidNextToken(token: string): AwsError {
  return new AwsError("InvalidNextToken", `The token ${token} is not valid for this request.`);
}
