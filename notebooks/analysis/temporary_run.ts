/**
 * Runs that go when they have been used, for tests of figures.
 *
 * @module
 */
import { openRun, type Run } from "./run.ts";

/** A run in a folder of its own, which goes with it. */
export interface TemporaryRun extends AsyncDisposable {
  run: Run;
  /** The run's folder, absolute. */
  path: string;
}

/**
 * Opens what `write` writes.
 *
 * @param write writes a run below a folder, and returns the run's own.
 * @throws what `write` and `openRun` throw; nothing is left of the folder then.
 * @example
 * ```ts
 * import { temporaryRun } from "./temporary_run.ts";
 * import { writeTinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await temporaryRun((parent) => writeTinyRun(parent));
 * assert.equal(tiny.run.summary.length, 1);
 * ```
 */
export async function temporaryRun(
  write: (parent: string) => Promise<string>,
): Promise<TemporaryRun> {
  const parent = await Deno.makeTempDir();
  const remove = () => Deno.remove(parent, { recursive: true });
  try {
    const path = await write(parent);
    const run = await openRun(path);
    return {
      run,
      path,
      async [Symbol.asyncDispose]() {
        run.tables.close();
        await run.changed;
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
