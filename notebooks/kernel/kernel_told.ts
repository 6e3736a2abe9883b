/**
 * What a kernel tells everybody, sorted by the request that it is about.
 *
 * @module
 */
import { z } from "zod";
import { type Output, outputOf } from "./output.ts";
import type { Message } from "./wire_message.ts";

/** What was told about one request. */
export interface Told {
  /** Grows while the request is worked on. */
  readonly outputs: Output[];
  /** Resolves when the kernel says that it has done what was asked; it may tell of outputs later. */
  readonly idle: Promise<void>;
  /** Resolves when the outputs are as wanted. */
  until(wanted: (outputs: readonly Output[]) => boolean): Promise<void>;
}

const status = z.object({ execution_state: z.string() });

/**
 * A listener of a kernel's `iopub` channel.
 *
 * @example
 * ```ts
 * import { listenToKernel } from "./kernel_told.ts";
 * import assert from "node:assert/strict";
 *
 * const { about, onTold } = listenToKernel();
 * onTold({ type: "stream", parentId: "a", content: { name: "stdout", text: "hi" } });
 * onTold({ type: "status", parentId: "a", content: { execution_state: "idle" } });
 * await about("a").idle;
 * assert.equal(about("a").outputs.length, 1);
 * assert.equal(about("b").outputs.length, 0);
 * ```
 */
export function listenToKernel() {
  const all = new Map<string, Told & { onIdle: () => void; onOutput: () => void }>();
  function about(id: string) {
    let one = all.get(id);
    if (one === undefined) {
      one = toldAbout();
      all.set(id, one);
    }
    return one;
  }
  return {
    about: (id: string): Told => about(id),
    onTold(message: Message) {
      if (message.parentId === undefined) return;
      const { outputs, onIdle, onOutput } = about(message.parentId);
      const output = outputOf(message);
      if (output !== undefined) {
        outputs.push(output);
        onOutput();
      }
      const idle = message.type === "status" &&
        status.parse(message.content).execution_state === "idle";
      if (idle) onIdle();
    },
  };
}

function toldAbout() {
  const outputs: Output[] = [];
  const { promise: idle, resolve: onIdle } = Promise.withResolvers<void>();
  const waiting = new Set<() => void>();
  const until: Told["until"] = (wanted) =>
    new Promise((resolve) => {
      const look = () => {
        if (!wanted(outputs)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { outputs, idle, until, onIdle, onOutput: () => waiting.forEach((look) => look()) };
}
