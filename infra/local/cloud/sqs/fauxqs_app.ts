/**
 * fauxqs without its socket: its SNS, SQS and STS operations over our queues, and the rules of AWS
 * that it leaves out.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { buildApp } from "fauxqs";
import { AwsError, serializationError, unknownOperation } from "../http/aws_error.ts";
import { type Delay, type Latencies, OPERATIONS, startDelay } from "../http/latency.ts";
import { asAwsError, respondJsonError, respondQueryError } from "../http/respond.ts";
import type { FauxqsStores } from "./fauxqs_types.ts";
import { parseForm } from "./parse_form.ts";
import { sqsErrorHeaders } from "./query_codes.ts";
import { publishBatch } from "./publish_batch.ts";
import type { QueueStore } from "./queue_store.ts";
import { checkSnsRequest } from "./sns_rules.ts";
import { checkSqsRequest } from "./sqs_rules.ts";
import { createTopicStore } from "./topic_store.ts";

/** XML namespace of SNS. */
export const SNS_NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

/** fauxqs behind our server. */
export interface FauxqsApp {
  /** Answers a request whose body has not been read. */
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** Answers a form whose body was read already, to learn whose it is. */
  serveRead(request: IncomingMessage, response: ServerResponse, body: string): Promise<void>;
  close(): Promise<void>;
}

type Body = Record<string, unknown>;

interface Called {
  service: "sqs" | "sns" | "sts";
  operation: string;
}

function called(request: IncomingMessage, body: Body): Called {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    return { service: "sqs", operation: target.slice(target.indexOf(".") + 1) };
  }
  const operation = String(body["Action"] ?? "");
  return { service: operation === "GetCallerIdentity" ? "sts" : "sns", operation };
}

function check(
  store: QueueStore,
  { service, operation }: Called,
  body: Body,
  bodyBytes: number,
): void {
  if (!OPERATIONS[service]?.includes(operation)) {
    throw unknownOperation(service.toUpperCase(), operation || "without an Action");
  }
  if (service === "sqs") checkSqsRequest(store, operation, body);
  if (service === "sns") checkSnsRequest(operation, body, bodyBytes);
}

function respondError(response: ServerResponse, service: Called["service"], error: AwsError) {
  if (service !== "sqs") return respondQueryError(response, error, SNS_NAMESPACE);
  respondJsonError(response, error, {
    contentType: "application/x-amz-json-1.0",
    namespace: "com.amazonaws.sqs",
    headers: sqsErrorHeaders(error),
  });
}

/** Starts fauxqs over `store`; calls take `latencies` longer. */
export async function startFauxqs(store: QueueStore, latencies: Latencies): Promise<FauxqsApp> {
  // fauxqs makes what is not given; our stores have what its operations call, not the rest of its classes.
  const topics = createTopicStore();
  const stores = { sqsStore: store, snsStore: topics } as unknown as FauxqsStores;
  const app = buildApp({ logger: false, defaultRegion: store.region ?? "us-east-1", stores });
  app.removeContentTypeParser("application/x-www-form-urlencoded");
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => done(null, parseForm(String(body))),
  );
  const delays = new WeakMap<IncomingMessage, Delay>();

  app.addHook("preHandler", (request, reply, done) => {
    const body = (request.body ?? {}) as Body;
    const call = called(request.raw, body);
    try {
      check(store, call, body, Number(request.headers["content-length"] ?? Infinity));
    } catch (error) {
      reply.hijack();
      return respondError(reply.raw, call.service, asAwsError(error));
    }
    const act = () => {
      const answer = call.operation === "PublishBatch"
        ? publishBatch(body as Record<string, string>, topics, store)
        : undefined;
      if (answer === undefined) done();
      else reply.type("text/xml").send(answer);
    };
    const delayMs = latencies.ofMs(call.service, call.operation);
    if (delayMs === 0) return act();
    const gone = new AbortController();
    reply.raw.once("close", () => gone.abort());
    const delay = startDelay(delayMs, gone.signal);
    delays.set(request.raw, delay);
    delay.before().then(act);
  });
  app.addHook("onSend", (_request, reply, payload, done) => {
    // fauxqs gives every code the prefix that only some have.
    if (reply.statusCode >= 400 && reply.hasHeader("x-amzn-query-error")) {
      const shape = /"__type":"[^"#]*#(\w+)"/.exec(String(payload))?.[1] ?? "";
      reply.headers(sqsErrorHeaders({ shape, fault: "Sender" }));
    }
    done();
  });
  if (latencies.any) {
    app.addHook("onSend", async (request) => await delays.get(request.raw)?.after());
  }
  app.setErrorHandler((error, request, reply) => {
    const call = called(request.raw, (request.body ?? {}) as Body);
    reply.hijack();
    respondError(reply.raw, call.service, translate(error));
  });
  await app.ready();

  return {
    serve(request, response) {
      // Clients may post to a queue's URL; fauxqs listens at the root alone.
      request.url = "/";
      if (request.headers["x-amz-target"] !== undefined) {
        request.headers["content-type"] = "application/x-amz-json-1.0";
      }
      app.routing(request, response);
    },
    async serveRead(request, response, body) {
      const { "content-encoding": _, ...headers } = request.headers;
      const answer = await app.inject({
        method: "POST",
        url: "/",
        headers: Object.fromEntries(
          Object.entries(headers).filter((header): header is [string, string] =>
            typeof header[1] === "string"
          ),
        ),
        payload: body,
      });
      response.writeHead(answer.statusCode, { "content-type": "text/xml" });
      response.end(answer.rawPayload);
    },
    close: async () => await app.close(),
  };
}

/** What fauxqs's server throws before an operation runs: a body that is too large or not JSON. */
function translate(error: unknown): AwsError {
  if (error instanceof SyntaxError) {
    return serializationError(`Cannot read the request: its body is not JSON (${error.message})`);
  }
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
  if (status >= 500 || !(error instanceof Error)) return asAwsError(error);
  return status === 413
    ? new AwsError("RequestEntityTooLarge", error.message, { status })
    : serializationError(error.message);
}
