/**
 * The embedded cloud as a process of its own: settings from the environment, one JSON line when ready.
 *
 * @module
 */
import process from "node:process";
import { type CloudOptions, startCloud } from "./cloud/mod.ts";

/** Exit code of bad settings: nothing was started. */
const BAD_INPUT = 2;

function readNumber(name: string, fallback: number, faults: string[]): number {
  const text = process.env[name] ?? "";
  const value = text === "" ? fallback : Number(text);
  if (!Number.isInteger(value)) faults.push(`${name} must be a whole number, got ${text}`);
  return value;
}

function readLatencies(faults: string[]): Record<string, number> {
  const text = process.env["LATENCIES"] || "{}";
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, number>;
    }
  } catch {
    // Said below, as for JSON that is no object.
  }
  faults.push(`LATENCIES must be a JSON object like {"sns.publish": 110}, got ${text}`);
  return {};
}

function fail(message: string, code: number): never {
  console.error(message);
  process.exit(code);
}

function readOptions(): CloudOptions {
  const faults: string[] = [];
  const options = {
    port: readNumber("PORT", 0, faults),
    region: process.env["AWS_REGION"] || "us-east-1",
    metricPeriodS: readNumber("METRIC_PERIOD_S", 60, faults),
    latencies: readLatencies(faults),
  };
  if (faults.length > 0) fail(`Cannot start the cloud: ${faults.join("; ")}`, BAD_INPUT);
  return options;
}

async function main(): Promise<void> {
  const cloud = await startCloud(readOptions()).catch((error: Error) =>
    fail(error.message, error instanceof RangeError ? BAD_INPUT : 1)
  );
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await cloud.stop();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  if (process.env["PARENT_WATCH"] === "stdin") {
    // The parent decides about Ctrl-C, which reaches the whole process group.
    process.on("SIGINT", () => {});
    process.stdin.on("end", () => process.exit(0));
    process.stdin.on("close", () => process.exit(0));
    process.stdin.resume();
  } else {
    process.on("SIGINT", stop);
  }
  console.log(JSON.stringify({ event: "listening", url: cloud.url }));
}

if (import.meta.main) await main();
