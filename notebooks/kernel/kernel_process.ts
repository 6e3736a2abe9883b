/**
 * The process of a Deno kernel.
 *
 * @module
 */
import {
  type ChildExit,
  exitWords,
  STDERR_LINES_MAX,
  withStderr,
} from "../../infra/local/child_process.ts";
import { OUTPUTS_AWAITED } from "./outputs_awaited.ts";
import { lineSplitter } from "../../infra/local/log_lines.ts";

/** See {@linkcode spawnKernel}. */
export interface KernelProcess {
  readonly pid: number;
  /** Resolves when it has ended, by whatever cause, with how it ended and its last words. */
  readonly exited: Promise<string>;
  /** SIGKILL; a process that has ended is left alone. */
  kill(): void;
}

/** Longest line of a kernel's last words, bytes. */
const LINE_BYTES_MAX = 1_000;

/**
 * Starts `deno jupyter`.
 *
 * That command takes no permission flags: Deno gives the cells of a notebook every permission.
 *
 * @param cwd where the cells' imports begin; Deno looks from here upwards for `deno.json`.
 * @param environment all of it; nothing else is inherited.
 */
export function spawnKernel(
  { connectionFile, cwd, environment }: {
    connectionFile: string;
    cwd: string;
    environment: Readonly<Record<string, string>>;
  },
): KernelProcess {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["jupyter", "--kernel", "--conn", connectionFile],
    cwd,
    clearEnv: true,
    env: { ...environment, [OUTPUTS_AWAITED]: "1", NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const lastWords: string[] = [];
  const heard = hear(process.stderr, lastWords);
  let running = true;
  const exited = process.status.then(async (status) => {
    running = false;
    await heard;
    return exitText(status, lastWords);
  });
  return {
    pid: process.pid,
    exited,
    kill() {
      if (running) process.kill("SIGKILL");
    },
  };
}

function exitText(status: Pick<ChildExit, "code" | "signal">, lastWords: readonly string[]) {
  return withStderr(`the kernel ${exitWords(status)}`, lastWords);
}

/** Reads all that a kernel says, so that it never waits, and keeps the last lines. */
async function hear(stderr: ReadableStream<Uint8Array>, lastWords: string[]): Promise<void> {
  const splitter = lineSplitter(LINE_BYTES_MAX);
  for await (const chunk of stderr) {
    lastWords.push(...splitter.push(chunk).map(({ text }) => text).filter(isWord));
    lastWords.splice(0, lastWords.length - STDERR_LINES_MAX);
  }
}

/** Not what Deno says at every start, and of every package that it fetches. */
function isWord(line: string): boolean {
  return !/"deno jupyter" is unstable|^Download /.test(line);
}
