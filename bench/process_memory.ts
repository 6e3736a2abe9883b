/**
 * What processes hold in memory, as the operating system says.
 *
 * @module
 */

/** One process. */
export interface ProcessMemory {
  pid: number;
  /** Resident now, bytes. */
  rssBytes: number;
  /** Most that was ever resident, bytes; where the system does not keep it, what is resident now. */
  peakBytes: number;
  /** Its command line. */
  command: string;
}

const MEMORY = `
for pid; do
  if [ -r "/proc/$pid/status" ]; then
    kb() { sed -n "s/^$1:[^0-9]*\\([0-9]*\\).*/\\1/p" "/proc/$pid/status"; }
    echo "$pid $(kb VmRSS) $(kb VmHWM) $(tr '\\0' ' ' < "/proc/$pid/cmdline")"
  else
    ps -o pid= -o rss= -o rss= -o args= -p "$pid"
  fi
done
exit 0`;

/** Memory of those of `pids` that run. Works on Linux and macOS, by a shell. */
export async function processMemory(pids: readonly number[]): Promise<ProcessMemory[]> {
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", MEMORY, "sh", ...pids.map(String)],
    stdin: "null",
    stderr: "null",
  }).output();
  return parseMemory(new TextDecoder().decode(stdout));
}

/**
 * Reads lines of process id, resident and peak KiB, and command.
 *
 * @example
 * ```ts
 * import { parseMemory } from "./process_memory.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(parseMemory(" 12  2 3 deno run x.ts \n13   \n"), [
 *   { pid: 12, rssBytes: 2048, peakBytes: 3072, command: "deno run x.ts" },
 * ]);
 * ```
 */
export function parseMemory(text: string): ProcessMemory[] {
  return text.split("\n").flatMap((line) => {
    const fields = line.match(/^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*?)\s*$/);
    if (!fields) return [];
    const [pid = 0, rss = 0, peak = 0] = fields.slice(1, 4).map(Number);
    return [{ pid, rssBytes: rss * 1024, peakBytes: peak * 1024, command: fields[4]! }];
  });
}
