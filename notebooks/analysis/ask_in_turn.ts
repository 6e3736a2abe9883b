/**
 * Questions to a database, one after the other, as a connection works. Pure.
 *
 * @module
 */

/** What is asked, and whether what it reads is to be copied. */
export interface Question {
  query: string;
  copy: boolean;
}

/** Asks when what is read is there, knowing which queries are asked after it. */
export type Answer = <T>(
  question: Question,
  next: readonly string[],
  ask: () => Promise<T>,
) => Promise<T>;

/**
 * One question after the other.
 *
 * @example
 * ```ts
 * import { askInTurn } from "./ask_in_turn.ts";
 * import assert from "node:assert/strict";
 *
 * const told: string[] = [];
 * const ask = askInTurn(async ({ query }, next, answer) => {
 *   await Promise.resolve();
 *   told.push(`${query}, then ${next}`);
 *   return await answer();
 * });
 * const question = (query: string) => ask({ query, copy: true }, () => Promise.resolve(query));
 * assert.deepEqual(await Promise.all(["a", "b", "c"].map(question)), ["a", "b", "c"]);
 * assert.deepEqual(told, ["a, then b,c", "b, then c", "c, then "]);
 * ```
 */
export function askInTurn(
  answer: Answer,
): <T>(question: Question, ask: () => Promise<T>) => Promise<T> {
  const waiting: string[] = [];
  let before: Promise<unknown> = Promise.resolve();
  return (question, ask) => {
    if (question.copy) waiting.push(question.query);
    const own = before.then(() => {
      if (question.copy) waiting.shift();
      return answer(question, waiting, ask);
    });
    before = own.catch(() => {});
    return own;
  };
}
