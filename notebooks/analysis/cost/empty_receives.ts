/**
 * Empty receives as a run counted them.
 *
 * @module
 */
import { queueTable } from "../../../experiments/run/schema.ts";
import { originalTopology } from "../../../infra/topology.ts";
import type { Figure } from "../figure.ts";
import { measure, type Run } from "../run.ts";
import { quoted } from "../quoted.ts";

/**
 * Empty receives of a worker task in an hour of a trial, all its repetitions together: Σ
 * NumberOfEmptyReceives × 3,600 / Σ period_s / workers, over the datapoints of the trial's queue.
 *
 * For `emptyReceivesPerBusyTaskHour` of `monthlyCost`: it is of workers as busy as the trial's. Idle
 * ones have 3,600 / wait.
 *
 * @throws {RangeError} if the trial is not of the run or has no workers, if the run was made at
 * another time factor than 1 (its workers' busy time is shorter, its long polls are not), or
 * without datapoints.
 */
export async function emptyReceives(run: Run, trial: string): Promise<Figure> {
  const [row] = run.summary.filter((summary) => summary.trial === trial);
  const faults = [
    ...(row === undefined ? [`the run must have a trial ${trial}`] : []),
    ...(row?.workers === 0 ? [`trial ${trial} must have workers, got 0`] : []),
    ...(row !== undefined && row.time_factor !== 1
      ? [`time_factor must be 1, got ${row.time_factor}`]
      : []),
  ];
  if (row === undefined || faults.length > 0) {
    throw new RangeError(`Cannot count empty receives of ${run.id}: ${faults.join("; ")}`);
  }
  const { queueName, deadLetterQueueName } = originalTopology;
  return await measure(run, {
    table: queueTable,
    where: `trial = ${quoted(trial)} AND metric = 'NumberOfEmptyReceives' ` +
      `AND starts_with(dimensions, ${quoted(`QueueName=${queueName}`)}) ` +
      `AND NOT starts_with(dimensions, ${quoted(`QueueName=${deadLetterQueueName}`)})`,
    expression: `sum(value) * 3600 / sum(period_s) / ${row.workers}`,
    unit: "requests/task-hour",
  });
}
