/**
 * Whose request this is: one endpoint stands for every service, and each protocol says in its own place
 * which one is meant. What the cloud does not have is refused by name.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { CLOUDWATCH_BODY_BYTES_MAX, CLOUDWATCH_TARGET } from "../cloudwatch/serve.ts";
import { serveCbor, serveQuery } from "../cloudwatch/serve.ts";
import { type FauxqsApp, SNS_NAMESPACE } from "../sqs/fauxqs_app.ts";
import { AwsError } from "./aws_error.ts";
import { readBody } from "./body.ts";
import { type JsonService, serveJson } from "./json_service.ts";
import type { Latencies } from "./latency.ts";
import { asAwsError, escapeXml, respond, respondJsonError, respondQueryError } from "./respond.ts";

/** What there is to route to. */
export interface Services {
  fauxqs: FauxqsApp;
  sqs: JsonService;
  cloudwatch: JsonService;
  logs: JsonService;
  latencies: Latencies;
}

const JSON_1_0 = "application/x-amz-json-1.0";

/** Versions of the query protocol's services, for requests without a signature. */
const QUERY_VERSIONS: Readonly<Record<string, string>> = {
  "2010-08-01": "monitoring",
  "2010-03-31": "sns",
  "2011-06-15": "sts",
  "2012-11-05": "sqs",
};

function noService(name: string): AwsError {
  return new AwsError(
    "UnknownOperationException",
    `Cannot serve ${name}: the embedded cloud has SQS, SNS, STS GetCallerIdentity, CloudWatch metrics ` +
      "and CloudWatch Logs",
    { queryCode: "InvalidAction", status: 404 },
  );
}

/** The service that a request is signed for: `sns`, `monitoring`, `s3`. */
function signedFor(request: IncomingMessage): string | undefined {
  const credential = /Credential=[^/,\s]+\/\d{8}\/[^/]+\/([^/]+)\//;
  return credential.exec(request.headers.authorization ?? "")?.[1];
}

function serveTarget(
  services: Services,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): void | Promise<void> {
  const dot = target.indexOf(".");
  const name = target.slice(0, dot);
  const operation = target.slice(dot + 1);
  const { sqs, cloudwatch, logs, fauxqs, latencies } = services;
  if (name === "AmazonSQS") {
    if (sqs.operations[operation] === undefined) return fauxqs.serve(request, response);
    return serveJson(sqs, operation, latencies, request, response);
  }
  if (name === CLOUDWATCH_TARGET) {
    return serveJson(cloudwatch, operation, latencies, request, response);
  }
  if (name === "Logs_20140328") return serveJson(logs, operation, latencies, request, response);
  respondJsonError(response, noService(target), { contentType: JSON_1_0 });
}

async function serveForm(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const signed = signedFor(request);
  if (signed === "sns" || signed === "sts") return services.fauxqs.serve(request, response);
  const body = (await readBody(request, CLOUDWATCH_BODY_BYTES_MAX)).toString("utf8");
  const form = new URLSearchParams(body);
  const service = signed ?? QUERY_VERSIONS[form.get("Version") ?? ""] ?? "a service";
  if (service === "monitoring") {
    return await serveQuery(services.cloudwatch, services.latencies, response, form);
  }
  if (service === "sns" || service === "sts") {
    return await services.fauxqs.serveRead(request, response, body);
  }
  const error = service === "sqs"
    ? new AwsError(
      "InvalidAction",
      `Cannot run SQS ${
        form.get("Action")
      }: the embedded cloud speaks SQS in AWS JSON 1.0, as SDKs ` +
        "since November 2023 do",
    )
    : noService(`${service} ${form.get("Action") ?? ""}`.trim());
  respondQueryError(response, error, SNS_NAMESPACE);
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const service = signedFor(request);
  const what = `${service ?? "a service"} (${request.method} ${request.url})`;
  const error = noService(what);
  if (service === "s3" || service === undefined) {
    const body = '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NotImplemented</Code>' +
      `<Message>${escapeXml(error.message)}</Message></Error>`;
    return respond(response, 501, { "content-type": "application/xml" }, body);
  }
  respondJsonError(response, error, { contentType: "application/json" });
}

/** Answers one request, whatever it is. */
export async function route(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const target = request.headers["x-amz-target"];
    const rpc = /^\/service\/(\w+)\/operation\/(\w+)$/.exec(request.url ?? "");
    if (request.method !== "POST") return refuse(request, response);
    if (rpc?.[1] === CLOUDWATCH_TARGET && rpc[2] !== undefined) {
      return await serveCbor(services.cloudwatch, rpc[2], services.latencies, request, response);
    }
    if (typeof target === "string") return await serveTarget(services, target, request, response);
    if (request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
      return await serveForm(services, request, response);
    }
    refuse(request, response);
  } catch (error) {
    respondQueryError(response, asAwsError(error), SNS_NAMESPACE);
  }
}
