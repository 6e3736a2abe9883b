/**
 * Re-proves a run from its files alone: hashes, schema, row by row, conservation, summary.
 *
 * @module
 */
import { countFaults, countOrders, identityFaults, isAccepted, listed } from "./conservation.ts";
import { type ReadRow, readTable } from "./csv_files.ts";
import type { Manifest } from "./manifest.ts";
import { changedFiles } from "./sha256.ts";
import {
  type FinalState,
  ordersTable,
  requestsTable,
  summaryTable,
  type Table,
  tables,
} from "./schema.ts";

/** What `runs check --json` prints. */
export interface RunCheck {
  run_id: string;
  ok: boolean;
  /** One sentence a fault, with file and line where there is one. */
  faults: string[];
}

/** Most faults named of one kind; the rest is counted. */
const FAULTS_MAX = 20;

/**
 * Checks a run folder.
 *
 * @param path the folder; its name is the run's id.
 */
export async function checkRun(path: string): Promise<RunCheck> {
  const runId = path.replace(/\/+$/, "").split("/").at(-1)!;
  const faults: string[] = [];
  const manifest = await readManifest(path, faults);
  if (manifest !== undefined) {
    if (manifest.run_id !== runId) {
      faults.push(
        `manifest.json: run_id must be the folder's name ${runId}, got ${manifest.run_id}`,
      );
    }
    await checkHashes(path, manifest, faults);
    if (manifest.state === "failed") {
      faults.push(...manifest.faults.map((fault) => `manifest.json: the run failed: ${fault}`));
    }
  }
  const read = new Map<Table, ReadRow[]>();
  for (const table of tables) read.set(table, await readRows(path, table, faults));
  const requests = read.get(requestsTable)!;
  const orders = read.get(ordersTable)!;
  faults.push(...capped(orders.flatMap(orderFaults)));
  faults.push(...capped(joinFaults(requests, orders)));
  faults.push(...summaryFaults(read.get(summaryTable)!, requests, orders));
  return { run_id: runId, ok: faults.length === 0, faults };
}

/** Reads `manifest.json`, or adds a fault. */
export async function readManifest(path: string, faults: string[]): Promise<Manifest | undefined> {
  try {
    const manifest: unknown = JSON.parse(await Deno.readTextFile(`${path}/manifest.json`));
    if (isManifest(manifest)) return manifest;
    faults.push(`manifest.json: it must have ${MANIFEST_FIELDS}`);
    return undefined;
  } catch (error) {
    faults.push(`manifest.json: ${(error as Error).message}`);
    return undefined;
  }
}

/** Without these no program here can say anything of a run. */
const MANIFEST_FIELDS = "run_id, experiment, target, size and state as text, faults, files, " +
  "and a plan with its trials";

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== "object" || value === null) return false;
  const { run_id, experiment, target, size, state, files, faults, plan } = value as Partial<
    Manifest
  >;
  return [run_id, experiment, target, size, state].every((text) => typeof text === "string") &&
    typeof files === "object" && files !== null && Array.isArray(faults) &&
    Array.isArray(plan?.trials);
}

async function checkHashes(path: string, manifest: Manifest, faults: string[]): Promise<void> {
  if (manifest.state === "running") {
    faults.push("manifest.json: the run was cut off before it could end (state running)");
    return;
  }
  const named = Object.keys(manifest.files);
  for (const { file } of tables) {
    if (!named.includes(file)) faults.push(`manifest.json: files must name ${file}`);
  }
  for (const { name, wanted, got } of await changedFiles(path, manifest.files)) {
    faults.push(`${name}: it was changed after the run: sha256 must be ${wanted}, got ${got}`);
  }
}

async function readRows(path: string, table: Table, faults: string[]): Promise<ReadRow[]> {
  try {
    const { rows, faults: found } = readTable(
      table,
      await Deno.readTextFile(`${path}/${table.file}`),
    );
    faults.push(...capped(found));
    return rows;
  } catch (error) {
    faults.push(`${table.file}: ${(error as Error).message}`);
    return [];
  }
}

function capped(faults: readonly string[]): string[] {
  const more = faults.length - FAULTS_MAX;
  return more <= 0
    ? [...faults]
    : [...faults.slice(0, FAULTS_MAX), `… and ${more} more like these`];
}

/** What one row of the ledger must say of itself. */
function orderFaults({ line, values }: ReadRow): string[] {
  const where = `orders.csv:${line}: order ${values.order_id}`;
  const faults: string[] = [];
  const completed = values.final_state === "completed";
  const completions = Number(values.completions ?? 0);
  if (completed !== completions > 0) {
    faults.push(`${where} is ${values.final_state} with ${completions} completions`);
  }
  if ((values.completed_at_ms !== undefined) !== completions > 0) {
    faults.push(`${where} must have completed_at_ms if and only if it has completions`);
  }
  if (Number(values.attempts ?? 0) < completions) {
    faults.push(`${where} has ${completions} completions in ${values.attempts} attempts`);
  }
  const inOrder = ["scheduled_at_ms", "sent_at_ms", "responded_at_ms"] as const;
  inOrder.slice(1).forEach((later, index) => {
    const earlier = inOrder[index]!;
    const [a, b] = [values[earlier], values[later]];
    if (typeof a === "number" && typeof b === "number" && b < a) {
      faults.push(`${where} has ${later} ${b} before ${earlier} ${a}`);
    }
  });
  return faults;
}

/** What a request and its ledger row must say of each other. */
function joinFaults(requests: readonly ReadRow[], orders: readonly ReadRow[]): string[] {
  const key = ({ values }: ReadRow) => `${values.trial}\n${values.repetition}\n${values.order_id}`;
  const outcomes = new Map(requests.map((row) => [key(row), row]));
  return orders.flatMap((row) => {
    const request = outcomes.get(key(row));
    if (request === undefined) return [];
    const { outcome } = request.values;
    const state = row.values.final_state as FinalState;
    if (isAccepted({ final_state: state })) return [];
    if (outcome === state) return [];
    return [
      `orders.csv:${row.line}: order ${row.values.order_id} is ${state}, but requests.csv:${request.line} says ${outcome}`,
    ];
  });
}

function summaryFaults(
  summary: readonly ReadRow[],
  requests: readonly ReadRow[],
  orders: readonly ReadRow[],
): string[] {
  const faults: string[] = [];
  const group = ({ values }: ReadRow) => `${values.trial} repetition ${values.repetition}`;
  const requestsOf = Map.groupBy(requests, group);
  const ordersOf = Map.groupBy(orders, group);
  for (const row of summary) {
    const name = group(row);
    const where = `summary.csv:${row.line}: ${name}`;
    const trialRequests = asRequests(requestsOf.get(name) ?? []);
    const trialOrders = asOrders(ordersOf.get(name) ?? []);
    requestsOf.delete(name);
    ordersOf.delete(name);
    for (const fault of identityFaults(trialRequests, trialOrders)) {
      faults.push(`${where}: ${fault}`);
    }
    const counts = countOrders(trialRequests, trialOrders);
    for (const fault of countFaults(counts)) faults.push(`${where}: ${fault}`);
    for (const [column, count] of Object.entries(counts)) {
      if (row.values[column] !== count) {
        faults.push(`${where}: ${column} must be ${count} by the rows, got ${row.values[column]}`);
      }
    }
    const lost = trialOrders.filter((order) => order.final_state === "lost");
    if (lost.length > 0) {
      faults.push(`${where}: lost ${listed(lost.map(({ order_id }) => order_id))}`);
    }
  }
  for (const name of new Set([...requestsOf.keys(), ...ordersOf.keys()])) {
    faults.push(`summary.csv: it must have a row for ${name}, which has orders`);
  }
  return faults;
}

function asRequests(rows: readonly ReadRow[]) {
  return rows.map(({ values }) => ({
    order_id: String(values.order_id),
    outcome: values.outcome as "confirmed" | "rejected" | "failed" | "unsent",
  }));
}

function asOrders(rows: readonly ReadRow[]) {
  return rows.map(({ values }) => ({
    order_id: String(values.order_id),
    final_state: values.final_state as FinalState,
    completions: Number(values.completions ?? 0),
  }));
}
