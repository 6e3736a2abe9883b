/**
 * The variables that every host reads.
 *
 * @module
 */
import {
  choiceVariable,
  type EnvironmentCheck,
  integerVariable,
  optionalVariable,
  readEnvironment,
  textVariable,
  type Values,
  type Variable,
} from "../environment.ts";
import type { AwsConnection } from "./connection.ts";

const URL_RULE = "must be an http:// or https:// URL";
const URL_PATTERN = /^https?:\/\/[^\s/]+/;

/** Variables of every host that stands on AWS. */
export const awsVariables = {
  AWS_ENDPOINT_URL: optionalVariable(textVariable(URL_RULE, URL_PATTERN)),
  AWS_REGION: textVariable("must be an AWS region", /^[a-z0-9-]+$/),
  AWS_ACCESS_KEY_ID: textVariable("must be set", /^\S+$/),
  AWS_SECRET_ACCESS_KEY: textVariable("must be set", /^\S+$/),
  AWS_SESSION_TOKEN: optionalVariable(textVariable("must be without spaces", /^\S+$/)),
};

/** Variables of every host that writes a ledger. */
export const trialVariables = {
  TRIAL: textVariable(
    "must be 1 to 64 letters, digits, dots, - or _ with at least one letter",
    /^(?=.*[A-Za-z])[A-Za-z0-9._-]{1,64}$/,
    "adhoc",
  ),
  REPETITION: integerVariable(1, 1_000_000, 1),
  STATS_PERIOD_MS: integerVariable(10, 3_600_000, 1000),
  PARENT_WATCH: choiceVariable(["none", "stdin"], "none"),
};

/** An ARN of an SNS topic. */
export const topicArnVariable: Variable<string> = textVariable(
  "must be the ARN of an SNS topic",
  /^arn:aws[a-z-]*:sns:[^:\s]+:[^:\s]+:[^:\s]+$/,
);

/** A URL of an SQS queue. */
export const queueUrlVariable: Variable<string> = textVariable(URL_RULE, URL_PATTERN);

/** The connection that the variables name. */
export function awsConnection(values: Values<typeof awsVariables>): AwsConnection {
  return {
    region: values.AWS_REGION,
    accessKeyId: values.AWS_ACCESS_KEY_ID,
    secretAccessKey: values.AWS_SECRET_ACCESS_KEY,
    ...(values.AWS_ENDPOINT_URL !== undefined && { endpointUrl: values.AWS_ENDPOINT_URL }),
    ...(values.AWS_SESSION_TOKEN !== undefined && { sessionToken: values.AWS_SESSION_TOKEN }),
  };
}

/** Reads the settings of a host from this process's environment; ends the process with 2 on faults. */
export function readHostEnvironment<Specification extends Record<string, Variable<unknown>>>(
  host: string,
  specification: Specification,
): Values<Specification> {
  const check: EnvironmentCheck<Specification> = readEnvironment(
    specification,
    (name) => Deno.env.get(name),
  );
  if (check.ok) return check.values;
  console.error(`Cannot start ${host}:\n${check.faults.map((fault) => `  ${fault}`).join("\n")}`);
  Deno.exit(2);
}
