/**
 * A Deno kernel of our own: started, asked over ZeroMQ without Python, and never left running.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Connection, freeConnection } from "./connection.ts";
import { openChannels } from "./kernel_channels.ts";
import { type KernelProcess, spawnKernel } from "./kernel_process.ts";
import { listenToKernel } from "./kernel_told.ts";
import { errorOf, type ErrorOutput, type Output } from "./output.ts";

/** A kernel that is ready. */
export interface Kernel {
  readonly pid: number;
  /**
   * Runs a cell and returns all that it put out; a cell that throws ends in an `error` output.
   *
   * @param timeoutS a cell that runs longer ends the kernel, seconds, > 0.
   * @throws {Error} if the cell does not end in time, or the kernel dies.
   */
  execute(code: string, timeoutS: number): Promise<Output[]>;
  /** Ends the process, at once if it is at work. Safe to call twice. */
  shutdown(): Promise<void>;
}

/** What a kernel is started with. */
export interface KernelOptions {
  /** Where the cells' imports begin; absolute. */
  cwd: string;
  /** The whole environment of the cells. */
  environment: Readonly<Record<string, string>>;
  /** Ends the kernel at once. */
  signal?: AbortSignal | undefined;
}

/** How long a kernel may take to answer, seconds; it takes 0.2 s, and more where all cores are busy. */
const START_S = 30;
/** A kernel that has not heard a question is asked again after this, seconds. */
const ASK_AGAIN_S = 0.1;
/** How long it may take to end when it is asked to, seconds. */
const STOP_S = 2;
/** Another process may take a port between its choice and the kernel's start; not this often. */
const STARTS_MAX = 3;

/**
 * Starts a kernel and waits until it answers.
 *
 * @throws {Error} if it does not, with what it said.
 */
export async function startKernel(options: KernelOptions): Promise<Kernel> {
  for (let start = 1;; start++) {
    try {
      return await startOn(freeConnection(), options);
    } catch (error) {
      const words = error instanceof Error ? String(error.cause) : "";
      if (start === STARTS_MAX || !words.includes("AddrInUse")) throw error;
    }
  }
}

/** Starts a kernel on given ports. */
export async function startOn(
  connection: Connection,
  { cwd, environment, signal }: KernelOptions,
): Promise<Kernel> {
  const folder = await Deno.makeTempDir({ prefix: "spillway-kernel-" });
  try {
    const connectionFile = `${folder}/connection.json`;
    await Deno.writeTextFile(connectionFile, JSON.stringify(connection), { mode: 0o600 });
    signal?.throwIfAborted();
    const process = spawnKernel({ connectionFile, cwd, environment });
    signal?.addEventListener("abort", process.kill);
    process.exited.then(() => signal?.removeEventListener("abort", process.kill));
    const kernel = connect(connection, process);
    try {
      await kernel.ready();
      return kernel;
    } catch (error) {
      await kernel.shutdown();
      throw new Error(`Cannot start a Deno kernel in ${cwd}`, { cause: error });
    }
  } finally {
    // It was read when the kernel started.
    await Deno.remove(folder, { recursive: true });
  }
}

function connect(connection: Connection, process: KernelProcess) {
  const { about, onTold } = listenToKernel();
  const { request, failed, close } = openChannels(connection, onTold);
  const died = process.exited.then((words) => Promise.reject(new Error(words)));
  // Its connections end a little before the process, which says more.
  const lost = failed.catch((error) => orLate(STOP_S, died).then(() => Promise.reject(error)));
  const over = Promise.race([died, lost]);
  over.catch(() => {});
  let atWork = true;
  let stopped: Promise<void> | undefined;

  /** Asks for what changes nothing. */
  async function ask(): Promise<true> {
    const { id, reply } = request("shell", "kernel_info_request", {});
    await Promise.all([reply, about(id).idle]);
    return true;
  }

  async function run(code: string, silent = false): Promise<Output[]> {
    const { id, reply } = request("shell", "execute_request", executeRequest(code, silent));
    const { outputs, idle } = about(id);
    const [{ content }] = await Promise.all([reply, idle]);
    const late = await lateOutputs();
    const all = [...outputs, ...late];
    const error = unsaidError(content, all);
    return error === undefined ? all : [...all, error];
  }

  /**
   * Waits for all that a cell put out: the kernel says that the cell is done without waiting for what is on its way,
   * which was seen 70 ms later. What takes the same ways after it must come after it.
   *
   * @returns what is told as if it were of the request made here.
   */
  async function lateOutputs(): Promise<Output[]> {
    const mark = randomUUID();
    const { id, reply } = request("shell", "execute_request", executeRequest(markCode(mark), true));
    const { outputs, idle, until } = about(id);
    const isMark = (output: Output) => JSON.stringify(output).includes(mark);
    await Promise.all([reply, idle, until((all) => all.filter(isMark).length === MARKS)]);
    return outputs.filter((output) => !isMark(output));
  }

  /** Lets `work` run for so long; the kernel ends with it otherwise. */
  async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
    atWork = true;
    const done = await orLate(seconds, Promise.race([work, over]));
    if (done === undefined) {
      process.kill();
      throw new Error(`it must end within ${seconds} s, and was stopped`);
    }
    atWork = false;
    return done;
  }

  async function stop() {
    if (!atWork) {
      request("control", "shutdown_request", { restart: false });
      await orLate(STOP_S, process.exited);
    }
    process.kill();
    await process.exited;
    close();
  }

  async function answered() {
    // What is asked before the kernel listens, it may answer without telling.
    while (stopped === undefined && !await orLate(ASK_AGAIN_S, ask()));
    await run(endWith(Deno.pid), true);
    return true;
  }

  return {
    pid: process.pid,
    ready: () => within(START_S, answered()),
    execute: (code: string, timeoutS: number) => within(timeoutS, run(code)),
    shutdown: () => stopped ??= stop(),
  };
}

/** Ways that outputs take: what is displayed, and what is printed. */
const MARKS = 2;

function markCode(mark: string): string {
  const display = { data: { "text/plain": mark }, metadata: {}, transient: {} };
  return `await Deno.jupyter.broadcast("display_data", ${JSON.stringify(display)});
    console.log("${mark}");`;
}

function executeRequest(code: string, silent: boolean) {
  const history = { silent, store_history: !silent, user_expressions: {} };
  return { code, ...history, allow_stdin: false, stop_on_error: true };
}

const executeReply = z.object({
  status: z.string(),
  ename: z.string().default("Error"),
  evalue: z.string().default(""),
  traceback: z.array(z.string()).default([]),
});

/** The error of a reply that no output tells of: so Deno treats a cell that it cannot parse. */
function unsaidError(content: unknown, outputs: readonly Output[]): ErrorOutput | undefined {
  const { status, ename, evalue, traceback } = executeReply.parse(content);
  if (status === "ok" || errorOf(outputs) !== undefined) return undefined;
  const why = `${evalue} (the kernel says no more: is its syntax right?)`;
  return { output_type: "error", ename, evalue: why, traceback };
}

/** Code that ends a kernel whose starter was killed without a chance to end it. */
function endWith(pid: number): string {
  return `{
    const watch = setInterval(() => Deno.ppid === ${pid} || Deno.exit(1), 500);
    Deno.unrefTimer(watch);
  }`;
}

/** What `work` resolves with, or `undefined` if that takes longer. */
async function orLate<T>(seconds: number, work: Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), seconds * 1_000);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
