/**
 * The same users on the synchronous and on the asynchronous path.
 *
 * @module
 */
import type { Figure } from "../analysis/figure.ts";
import { responseEcdf, responseQuantile } from "../analysis/latency.ts";
import type { Run } from "../analysis/run.ts";
import type { ResponseEcdf } from "../charts/response_ecdf.ts";
import type { Claim } from "../claims/claim.ts";
import type { ResultTable } from "../claims/publish.ts";
import { factsOf } from "./facts.ts";

/** Response times of both paths: what the chart draws. */
export async function responsesOf(run: Run): Promise<ResponseEcdf> {
  return {
    runs: [factsOf(run)],
    paths: [
      { ...await responseEcdf(run, "sync"), path: "sync" },
      { ...await responseEcdf(run, "async"), path: "queue" },
    ],
  };
}

/** What is told of response times, by the middle word of their claims' ids. */
const PERCENTILES = { response_p50: 0.5, response_p95: 0.95, response_p99: 0.99, response_max: 1 };

type Percentiles<T> = Record<keyof typeof PERCENTILES, T>;

/** Percentiles of the response times of a trial, from its raw values. */
export async function percentilesOf(run: Run, trial: string): Promise<Percentiles<Figure>> {
  const figures = Object.entries(PERCENTILES).map(async ([name, q]) =>
    [name, await responseQuantile(run, trial, q)] as const
  );
  return Object.fromEntries(await Promise.all(figures)) as Percentiles<Figure>;
}

/** Percentiles, a row a path. */
export function responsesTable(paths: Readonly<Record<string, Percentiles<Claim>>>): ResultTable {
  return {
    id: "responses",
    title: "Response times of the orders that were answered, from the scheduled send",
    columns: [
      { header: "path", align: "left" },
      { header: "p50" },
      { header: "p95" },
      { header: "p99" },
      { header: "longest" },
    ],
    rows: Object.entries(paths).map(([path, of]) => [
      path,
      of.response_p50,
      of.response_p95,
      of.response_p99,
      of.response_max,
    ]),
  };
}
