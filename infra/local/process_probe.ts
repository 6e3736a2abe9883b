/**
 * What the operating system says of a process, for tests of what is left running.
 *
 * @module
 */

/** A process that has ended but was not collected by its parent yet is gone as well. */
const ALIVE = `
for pid; do
  if [ -r "/proc/$pid/stat" ]; then
    read -r line < "/proc/$pid/stat" && case "\${line##*) }" in Z*|X*) ;; *) echo "$pid";; esac
  elif kill -0 "$pid" 2>/dev/null; then
    case "$(ps -o stat= -p "$pid" 2>/dev/null)" in Z*) ;; *) echo "$pid";; esac
  fi
done
exit 0`;

/** Those of `pids` that are running. Works on Linux and macOS, with nothing but a shell. */
export async function alive(pids: readonly number[]): Promise<number[]> {
  if (pids.length === 0) return [];
  return await numbersOf(ALIVE, pids);
}

const CHILDREN = `
if [ -r "/proc/$1/task/$1/children" ]; then cat "/proc/$1/task/"*/children; else pgrep -P "$1"; fi
exit 0`;

/** The processes that `parent` started and that are running. */
export async function childrenOf(parent: number): Promise<number[]> {
  return await numbersOf(CHILDREN, [parent]);
}

/** Sends a signal to processes that need not be this one's own children. */
export async function signal(name: "KILL" | "INT" | "TERM", pids: readonly number[]) {
  await numbersOf(`kill -${name} "$@"; exit 0`, pids);
}

async function numbersOf(script: string, pids: readonly number[]): Promise<number[]> {
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", script, "sh", ...pids.map(String)],
    stdin: "null",
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).split(/\s+/).filter(Boolean).map(Number);
}

/** Those of `pids` that are still running after at most `withinMs`; returns early when none is. */
export async function stillAlive(pids: readonly number[], withinMs: number): Promise<number[]> {
  const deadlineMs = performance.now() + withinMs;
  let left = await alive(pids);
  while (left.length > 0 && performance.now() < deadlineMs) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    left = await alive(left);
  }
  return left;
}
