/**
 * How far notebooks are, on standard error: one line that is drawn again on a terminal, else a line a notebook.
 *
 * @module
 */
import { checkProgress } from "./check_screen.ts";
import type { NotebookProgress } from "./execute_notebooks.ts";

/** Begins to show progress; `end` takes the line away again. */
export function liveProgress() {
  const progress = checkProgress();
  const terminal = Deno.stderr.isTerminal();
  const write = (text: string) => Deno.stderr.writeSync(new TextEncoder().encode(text));
  return {
    onProgress(one: NotebookProgress) {
      progress.update(one);
      if (terminal) write(`\r\x1b[K  ${progress.words()}`);
      else if (one.state === "done" || one.state === "failed") {
        write(`  ${one.state.padEnd(6)}  ${one.notebook} · ${progress.words()}\n`);
      }
    },
    end: () => terminal && write("\r\x1b[K"),
  };
}
