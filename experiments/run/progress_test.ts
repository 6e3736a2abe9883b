import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { lineProgress, terminalProgress } from "./progress.ts";

Deno.test("lineProgress() prints one line a stage", () => {
  const lines: string[] = [];
  const progress = lineProgress((line) => lines.push(line));
  progress.note("stack ready");
  progress.update("t1", "loading", { done: 0, total: 1000, etaS: 30 });
  progress.update("t1", "loading", { done: 500, total: 1000, etaS: 15 });
  progress.update("t2", "preparing");
  progress.update("t1", "draining", { done: 0, total: 900 });
  progress.stop();
  assert.deepEqual(lines, [
    "  stack ready",
    "  loading    t1 · 1,000 orders, 30 s",
    "  preparing  t2",
    "  draining   t1 · 900 orders",
  ]);
});

Deno.test("terminalProgress() draws a line a trial, and nothing after it was stopped", () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 120 });
  let text = "";
  stream.on("data", (chunk) => text += chunk);
  const progress = terminalProgress(stream);
  progress.update("t1", "draining", { done: 30, total: 100, ratePerS: 10, etaS: 7 });
  progress.stop();
  assert.match(text, /draining +t1 +█+░+ 30 of 100 {3}10\.0\/s {3}7 s/);
  const drawn = text.length;
  progress.stop();
  progress.note("late");
  assert.equal(text.slice(drawn), "  late\n");
});
