/**
 * A tiny run for tests: rows are said, everything else is as a run folder has it.
 *
 * @module
 */
import { headerLine, rowLines } from "../../experiments/run/csv_files.ts";
import { sha256 } from "../../experiments/run/run_folder.ts";
import {
  ordersTable,
  queueTable,
  requestsTable,
  summaryTable,
  type Table,
  tables,
} from "../../experiments/run/schema.ts";

/** An order of a tiny run, times in milliseconds. */
export interface TinyOrder {
  trial?: string;
  repetition?: number;
  scheduled: number;
  responded?: number;
  accepted?: number;
  completed?: number;
}

/** What differs from a sound run of one trial `slots-2`. */
export interface TinyRun {
  experiment?: string;
  target?: string;
  size?: string;
  state?: string;
  settings?: Record<string, unknown>;
  orders?: readonly TinyOrder[];
  /** Columns of summary.csv that differ, a row each. */
  summary?: readonly Record<string, unknown>[];
  queue?: readonly Record<string, unknown>[];
}

/** Values of the columns that a summary must have. */
function summaryRow(changes: Record<string, unknown>): Record<string, unknown> {
  const counts = summaryTable.columns.filter(({ required }) => required).map((column) => [
    column.name,
    column.oneOf?.[0] ?? (column.type === "string" ? "x" : Math.max(1, column.minimum ?? 0)),
  ]);
  return { ...Object.fromEntries(counts), state: "completed", path: "queue", ...changes };
}

/** Writes a run below `parent`; its folder's path. */
export async function writeTinyRun(parent: string, id: string, run: TinyRun = {}): Promise<string> {
  const path = `${parent}/${id}`;
  await Deno.mkdir(path, { recursive: true });
  const orders = (run.orders ?? [{ scheduled: 0, responded: 5, accepted: 4, completed: 104 }])
    .map((order, index) => ({
      trial: order.trial ?? "slots-2",
      repetition: order.repetition ?? 1,
      order_id: `o${index}`,
      path: "queue",
      sender: "one",
      scheduled_at_ms: order.scheduled,
      sent_at_ms: order.scheduled,
      responded_at_ms: order.responded,
      accepted_at_ms: order.accepted,
      completed_at_ms: order.completed,
      attempts: order.completed === undefined ? 0 : 1,
      completions: order.completed === undefined ? 0 : 1,
      final_state: order.completed === undefined ? "outstanding" : "completed",
      outcome: order.responded === undefined ? "failed" : "confirmed",
    }));
  const rows = new Map<Table, readonly Record<string, unknown>[]>([
    [ordersTable, orders],
    [requestsTable, orders],
    [queueTable, run.queue ?? []],
    [
      summaryTable,
      (run.summary ?? [{}]).map((row, index) =>
        summaryRow({ trial: "slots-2", repetition: index + 1, ...row })
      ),
    ],
  ]);
  const files: Record<string, { sha256: string }> = {};
  for (const table of tables) {
    await Deno.writeTextFile(
      `${path}/${table.file}`,
      headerLine(table) + rowLines(table, rows.get(table) ?? []),
    );
    files[table.file] = { sha256: await sha256(`${path}/${table.file}`) };
  }
  const { experiment = "phase4", target = "local", size = "quick", state = "completed" } = run;
  const trials = [...new Set((run.summary ?? [{}]).map(({ trial }) => trial ?? "slots-2"))]
    .map((trial) => ({ trial, paymentSlots: 2, concurrency: 2, workers: 1, paymentMs: 100 }));
  const manifest = {
    run_id: id,
    experiment,
    target,
    size,
    state,
    faults: state === "completed" ? [] : ["interrupted by SIGINT"],
    settings: run.settings ?? { payment_ms: 100 },
    plan: { trials, metricPeriodS: 1 },
    repetitions: 1,
    time_factor: 30,
    files,
  };
  await Deno.writeTextFile(`${path}/manifest.json`, JSON.stringify(manifest));
  return path;
}

/** Runs `body` with a temporary folder, removed afterwards. */
export async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
