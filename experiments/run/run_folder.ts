/**
 * A run's folder on disk: tables are appended to as trials end, so that whatever stops the run, what was
 * measured is kept.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import type { Rows } from "../collect/rows.ts";
import { dataPackage } from "./data_package.ts";
import { headerLine, type Row, rowLines } from "./csv_files.ts";
import type { Manifest } from "./manifest.ts";
import { type Table, tables } from "./schema.ts";
import { sha256 } from "./sha256.ts";

/** Where runs go, and are looked for, unless a command is told otherwise. */
export const RUNS_FOLDER = "data/runs";

/** A run's folder, open for writing. */
export interface RunFolder {
  readonly runId: string;
  /** Absolute path. */
  readonly path: string;
  /** Appends rows to a table's file. */
  append(table: Table, rows: Rows<Row>): Promise<void>;
  /** Writes `manifest.json` as a whole; a reader never sees half of it. */
  writeManifest(manifest: Manifest): Promise<void>;
  /** Closes the tables, writes `datapackage.json`, and returns the hash of every file but the manifest. */
  finish(title: string, createdAt: string): Promise<Record<string, { sha256: string }>>;
}

/** Free space that a run wants before it starts, bytes. */
const PROBE_BYTES = 8 * 1024 * 1024;

/**
 * `20261123T004400Z-phase5-local-3f9a`: sorts by time, and no two runs share one.
 *
 * @param startedAt the run's start.
 */
export function newRunId(startedAt: Date, experiment: string, target: string): string {
  const time = startedAt.toISOString().replace(/[-:]/g, "").replace(/\.\d+Z$/, "Z");
  return `${time}-${experiment}-${target}-${randomBytes(2).toString("hex")}`;
}

/**
 * Why a run cannot be written below `parent`, after trying to: creating it, and writing and removing
 * 8 MiB.
 *
 * @param write injected by tests, to be a full disk.
 * @returns the system's words, `undefined` if it can.
 */
export async function writeFault(
  parent: string,
  write: (path: string, bytes: Uint8Array) => Promise<void> = Deno.writeFile,
): Promise<string | undefined> {
  const probe = `${parent}/.probe-${randomBytes(4).toString("hex")}`;
  try {
    await Deno.mkdir(parent, { recursive: true });
    await write(probe, new Uint8Array(PROBE_BYTES));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await Deno.remove(probe).catch(() => {});
  }
}

/** Rows turned into text at once: of millions, the text would not fit beside them. */
const ROWS_A_WRITE = 4096;

/** Creates `parent/runId` with empty tables. */
export async function createRunFolder(parent: string, runId: string): Promise<RunFolder> {
  await Deno.mkdir(`${parent}/${runId}`, { recursive: true });
  const path = await Deno.realPath(`${parent}/${runId}`);
  const files = new Map<Table, Deno.FsFile>();
  for (const table of tables) {
    const file = await Deno.open(`${path}/${table.file}`, { write: true, createNew: true });
    files.set(table, file);
    await writeAll(file, headerLine(table));
  }
  return {
    runId,
    path,
    async append(table, rows) {
      const file = files.get(table)!;
      for (let from = 0; from < rows.length; from += ROWS_A_WRITE) {
        await writeAll(file, rowLines(table, stretch(rows, from, from + ROWS_A_WRITE)));
      }
    },
    writeManifest: (manifest) => writeWhole(`${path}/manifest.json`, manifest),
    async finish(title, createdAt) {
      for (const file of files.values()) file.close();
      await writeWhole(`${path}/datapackage.json`, dataPackage({ runId, title, createdAt }));
      const hashes: Record<string, { sha256: string }> = {};
      for (const name of [...tables.map(({ file }) => file), "datapackage.json"]) {
        hashes[name] = { sha256: await sha256(`${path}/${name}`) };
      }
      return hashes;
    },
  };
}

function* stretch<T>(rows: Rows<T>, from: number, to: number): Iterable<T> {
  for (let at = from; at < Math.min(to, rows.length); at++) yield rows.at(at)!;
}

async function writeAll(file: Deno.FsFile, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}

async function writeWhole(path: string, value: unknown): Promise<void> {
  await Deno.writeTextFile(`${path}.part`, JSON.stringify(value, undefined, 2) + "\n");
  await Deno.rename(`${path}.part`, path);
}
