/**
 * Taking turns: what must not disturb each other's measurements happens one after the other.
 *
 * @module
 */

/** See {@linkcode createTurns}. */
export interface Turns {
  /** Resolves when it is the caller's turn; the turn lasts until what it resolves to is called. */
  take(): Promise<() => void>;
}

/**
 * Turns in the order of asking.
 *
 * @example
 * ```ts
 * import { createTurns } from "./turns.ts";
 * import assert from "node:assert/strict";
 *
 * const turns = createTurns();
 * const order: string[] = [];
 * const over = await turns.take();
 * const second = turns.take().then((over) => (order.push("second"), over()));
 * order.push("first");
 * over();
 * await second;
 * assert.deepEqual(order, ["first", "second"]);
 * ```
 */
export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    async take() {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await before;
      return resolve;
    },
  };
}
