/**
 * What `deno task local` prints when the stack is ready.
 *
 * @module
 */
import type { AwsEnvironment, RunningTrial } from "../../experiments/run/ports.ts";
import type { LocalSettings } from "./local_settings.ts";

/** The stack as scripts read it (`--json`). */
export interface StackDescription {
  api_url: string;
  aws_endpoint_url: string;
  region: string;
  access_key_id: string;
  secret_access_key: string;
  topic_arn: string;
  queue_url: string;
  log_groups: string[];
}

/** The one JSON document of a running stack; URLs have no trailing slash. */
export function describeStack(aws: AwsEnvironment, trial: RunningTrial): StackDescription {
  const { topology } = trial;
  return {
    api_url: withoutSlash(trial.apiUrl),
    aws_endpoint_url: withoutSlash(aws.endpointUrl ?? ""),
    region: aws.region,
    access_key_id: aws.accessKeyId,
    secret_access_key: aws.secretAccessKey,
    topic_arn: trial.topicArn,
    queue_url: withoutSlash(trial.queueUrl ?? ""),
    log_groups: [topology.apiLogGroup, topology.workerLogGroup],
  };
}

const withoutSlash = (url: string) => url.replace(/\/$/, "");

const ORDER = {
  customer_id: 1,
  items: [{ product_id: "p-1", quantity: 2, price: 9.5 }],
};

/** The same for people: what runs, where, and what to type next. */
export function stackScreen(stack: StackDescription, settings: LocalSettings): string {
  const { workers, concurrency, paymentSlots, paymentMs } = settings;
  const workerWords = `${workers} worker${workers === 1 ? "" : "s"}`;
  const many = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  const title = `local stack · queue · payment ${paymentMs} ms · ${workerWords}` +
    ` of ${many(concurrency, "loop")} and ${many(paymentSlots, "slot")}`;
  return `${title}

  API            ${stack.api_url}    POST /orders/async, /orders/sync · GET /orders/stats, /health
  AWS endpoint   ${stack.aws_endpoint_url}    SNS, SQS, CloudWatch, CloudWatch Logs
  region         ${stack.region}
  access key     ${stack.access_key_id}
  secret key     ${stack.secret_access_key}
  topic          ${stack.topic_arn}
  queue          ${stack.queue_url}
  logs           ${stack.log_groups.join("  ")}

send an order
  curl -s ${stack.api_url}/orders/async -H 'content-type: application/json' \\
    -d '${JSON.stringify(ORDER)}'

see what became of it (any AWS SDK or the AWS CLI)
  export AWS_ENDPOINT_URL=${stack.aws_endpoint_url} AWS_REGION=${stack.region} \\
    AWS_ACCESS_KEY_ID=${stack.access_key_id} AWS_SECRET_ACCESS_KEY=${stack.secret_access_key}
  aws sqs get-queue-attributes --queue-url ${stack.queue_url} --attribute-names All
  aws logs filter-log-events --log-group-name ${stack.log_groups[1]} --filter-pattern completed

put load on it
  locust -f locustfile.py --headless -u 20 -r 10 --host ${stack.api_url}

Ctrl-C stops everything.`;
}
