/**
 * The command line of `deno task local`.
 *
 * @module
 */
import { Command } from "commander";
import { z } from "zod";
import type { Prefetch } from "../../experiments/run/ports.ts";
import { readCommandLine } from "../../experiments/cli/command_line.ts";
import { type Fault, throwFaults } from "../../experiments/cli/fail.ts";
import { suggestion } from "../../experiments/cli/suggest.ts";
import { latencyKey, OPERATIONS } from "./cloud/http/latency.ts";

/** What `deno task local` is asked to start. */
export interface LocalSettings {
  path: "queue";
  paymentMs: number;
  /** Worker processes. */
  workers: number;
  concurrency: number;
  paymentSlots: number;
  prefetch: Prefetch;
  visibilityTimeoutS: number;
  /** 0 for a free port. */
  apiPort: number;
  /** 0 for a free port. */
  cloudPort: number;
  latenciesMs: Record<string, number>;
  json: boolean;
  verbose: boolean;
}

const WANTED = "start the local stack";

const EXAMPLES = `
Examples:
  deno task local
  deno task local --payment-ms 3000 --concurrency 1     the original's payment and one worker loop
  deno task local --port 8080 --cloud-port 4566         where other tools expect them
  deno task local --latency sns.publish=110ms           the original's distance to its topic
  deno task local --json                                one line with every URL, for scripts`;

/** The options, for help and for parsing. */
export function localCommand(): Command {
  return new Command("deno task local")
    .description(
      "Starts the API, the workers and an embedded cloud (SNS, SQS, CloudWatch) on 127.0.0.1,\n" +
        "prints their URLs and credentials, and runs until Ctrl-C.",
    )
    .option("--path <path>", "what works on orders: queue, or lambda (not available yet)", "queue")
    .option("--payment-ms <ms>", "time of one payment, milliseconds", "100")
    .option("--workers <n>", "worker processes", "1")
    .option("--concurrency <n>", "orders that a worker works on at once (its loops)", "20")
    .option("--slots <n>", "payments at once in a process", "20")
    .option(
      "--prefetch <how>",
      "messages held beyond the free slots: ahead, original, or a number",
      "ahead",
    )
    .option("--visibility <s>", "lease of a received message, whole seconds", "30")
    .option("--port <port>", "where the API listens, 0 for a free port", "0")
    .option("--cloud-port <port>", "where the embedded cloud listens, 0 for a free port", "0")
    .option(
      "--latency <call=time>",
      "time added to a call of the cloud: sns.publish=110ms; may be repeated",
      (text: string, all: string[]) => [...all, text],
      [],
    )
    .option("--json", "print one line of JSON when ready, and nothing else", false)
    .option("--verbose", "print the stack of an unforeseen error", false)
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES);
}

const whole = (min: number, max: number) => {
  const rule = `must be a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d+$/, rule).transform(Number).pipe(
    z.number(rule).min(min, rule).max(max, rule),
  );
};

const paymentRule = "must be a number of milliseconds, > 0 and at most 3600000";
const schema = z.object({
  path: z.enum(["queue", "lambda"], "must be queue or lambda"),
  paymentMs: z.string().regex(/^\d+(\.\d+)?$/, paymentRule).transform(Number)
    .pipe(z.number().gt(0, paymentRule).max(3_600_000, paymentRule)),
  workers: whole(0, 64),
  concurrency: whole(1, 10_000),
  slots: whole(1, 10_000),
  prefetch: z.union(
    [z.literal("ahead"), z.literal("original"), whole(0, 10_000)],
    "must be ahead, original or a whole number from 0 to 10000",
  ),
  visibility: whole(1, 43_200),
  port: whole(0, 65_535),
  cloudPort: whole(0, 65_535),
  latency: z.array(z.string()),
  json: z.boolean(),
  verbose: z.boolean(),
});

/**
 * Reads the command line.
 *
 * @param argv without the program's name.
 * @throws {BadInput} with every fault of it; commander's own error after `--help`.
 * @example
 * ```ts
 * import { readLocalSettings } from "./local_settings.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(readLocalSettings(["--payment-ms", "3000"]).paymentMs, 3000);
 * ```
 */
export function readLocalSettings(argv: readonly string[]): LocalSettings {
  const { options, faults } = readCommandLine(localCommand(), argv, WANTED);
  const { latenciesMs, faults: latencyFaults } = readLatencies(options.latency);
  const parsed = schema.safeParse(options);
  const all = [...faults, ...valueFaults(parsed.error?.issues ?? [], options), ...latencyFaults];
  if (parsed.success) all.push(...contradictions(parsed.data));
  throwFaults(all);
  const { slots, visibility, port, path: _path, latency: _latency, ...rest } = schema.parse(
    options,
  );
  return {
    ...rest,
    path: "queue",
    paymentSlots: slots,
    visibilityTimeoutS: visibility,
    apiPort: port,
    latenciesMs,
  };
}

function valueFaults(
  issues: readonly z.core.$ZodIssue[],
  options: Record<string, unknown>,
): Fault[] {
  const seen = new Map<string, Fault>();
  for (const { path: [name], message } of issues) {
    const key = String(name);
    const flag = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (seen.has(key)) continue;
    seen.set(key, { wanted: WANTED, rule: `${flag} ${message}`, value: String(options[key]) });
  }
  return [...seen.values()];
}

function contradictions({ path, port, cloudPort }: z.infer<typeof schema>): Fault[] {
  const faults: Fault[] = [];
  if (path === "lambda") {
    const instead = "functions are not available on the local target yet; use --path queue";
    faults.push({ wanted: WANTED, rule: "--path must be queue", value: path, instead });
  }
  if (port !== 0 && port === cloudPort) {
    const rule = "--port and --cloud-port must differ";
    faults.push({ wanted: WANTED, rule, value: String(port) });
  }
  return faults;
}

/** Every call that can be slowed: `sns.publish`. */
const LATENCY_CALLS = [
  ...new Set(
    Object.entries(OPERATIONS).flatMap(([service, operations]) =>
      operations.map((operation) => latencyKey(service, operation))
    ),
  ),
];

/** Reads `call=time` texts; a time is a number with `ms` or `s`, at most a minute. */
export function readLatencies(
  texts: unknown,
): { latenciesMs: Record<string, number>; faults: Fault[] } {
  const latenciesMs: Record<string, number> = {};
  const faults: Fault[] = [];
  for (const text of Array.isArray(texts) ? texts.map(String) : []) {
    const [call = "", time = ""] = text.split("=", 2);
    const match = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(time);
    const ms = match ? Number(match[1]) * (match[2] === "s" ? 1_000 : 1) : NaN;
    if (!LATENCY_CALLS.includes(call)) {
      const rule = "--latency must name a known call";
      faults.push({ wanted: WANTED, rule, value: call, instead: suggestion(call, LATENCY_CALLS) });
    }
    if (!(ms >= 0 && ms <= 60_000)) {
      const rule = "--latency must be a call and a time from 0ms to 60s";
      faults.push({ wanted: WANTED, rule, value: text, instead: "--latency sns.publish=110ms" });
    }
    latenciesMs[call] = ms;
  }
  return { latenciesMs, faults };
}
