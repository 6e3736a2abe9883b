/**
 * The same users on the synchronous and on the asynchronous path.
 *
 * @module
 */
import type { Figure } from "../analysis/figure.ts";
import { responseEcdf } from "../analysis/latency.ts";
import type { Run } from "../analysis/run.ts";
import { meanInterval } from "../analysis/statistics/mod.ts";
import type { ResponseEcdf } from "../charts/response_ecdf.ts";
import { factsOf } from "./facts.ts";

const RATIOS =
  `SELECT q.accepted / s.accepted AS ratio FROM 'summary.csv' q JOIN 'summary.csv' s ` +
  `USING (repetition) WHERE q.trial = 'async' AND s.trial = 'sync' AND q.state = 'completed' AND ` +
  `s.state = 'completed'`;

/**
 * How many times more orders the asynchronous path accepted: the mean of accepted(async) /
 * accepted(sync) over repetitions, with Student's interval from five on.
 */
export async function acceptedRatio(run: Run): Promise<Figure> {
  const ratios = (await run.tables.rows(RATIOS)).map(({ ratio }) => Number(ratio));
  const query = `SELECT avg(ratio) FROM (${RATIOS})`;
  const value = await run.tables.value(query);
  if (value === undefined) {
    throw new RangeError(`Cannot compare the paths of ${run.id}: each must have a completed trial`);
  }
  const interval = meanInterval(ratios);
  return {
    value,
    unit: "times",
    ...(interval === undefined ? {} : { interval }),
    source: {
      kind: "rows",
      folder: run.folder,
      file: "summary.csv",
      rows: 2 * ratios.length,
      query,
    },
  };
}

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
