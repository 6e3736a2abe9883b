/**
 * One call of one of our operations: latency, the caller's going away, undoing.
 *
 * @module
 */
import type { ServerResponse } from "node:http";
import { unknownOperation } from "./aws_error.ts";
import { type Latencies, startDelay } from "./latency.ts";
import type { Input } from "./members.ts";
import type { Caller, Operation } from "./operation.ts";

/** A service of ours, whatever protocol it is spoken in. */
export interface Service {
  /** Its name in latency keys. */
  name: string;
  /** Its name in messages. */
  title: string;
  operations: Readonly<Record<string, Operation>>;
}

/** A caller whose signal is only made for operations that wait. */
function callerOf(response: ServerResponse): Caller {
  const undos: (() => void)[] = [];
  let controller: AbortController | undefined;
  response.once("close", () => {
    if (response.writableFinished) return;
    controller?.abort();
    for (const undo of undos) undo();
    undos.length = 0;
  });
  return {
    get signal() {
      if (controller === undefined) {
        controller = new AbortController();
        if (response.destroyed) controller.abort();
      }
      return controller.signal;
    },
    onUnsent(undo) {
      if (response.destroyed && !response.writableFinished) undo();
      else undos.push(undo);
    },
  };
}

/**
 * Runs `service`'s `operation` on what `read` reads, with its stated latency around it.
 *
 * @throws {AwsError} what the operation refuses, or `UnknownOperationException`.
 */
export async function runCall(
  service: Service,
  operation: string,
  latencies: Latencies,
  response: ServerResponse,
  read: () => Input | Promise<Input>,
): Promise<object> {
  const act = service.operations[operation];
  if (act === undefined) throw unknownOperation(service.title, operation);
  const caller = callerOf(response);
  const input = await read();
  const delayMs = latencies.ofMs(service.name, operation);
  if (delayMs === 0) return await act(input, caller);
  const delay = startDelay(delayMs, caller.signal);
  await delay.before();
  try {
    return await act(input, caller);
  } finally {
    await delay.after();
  }
}
