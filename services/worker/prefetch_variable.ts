import { integerVariable, type Variable } from "../environment.ts";
import type { Prefetch } from "./worker_settings.ts";

const buffered = integerVariable(0, 10_000);

/** `PREFETCH`: `ahead` (default), `original`, or how many messages to buffer. */
export const prefetchVariable: Variable<Prefetch> = {
  rule: "must be ahead, original or an integer from 0 to 10000",
  fallback: { value: "ahead" },
  parse: (text) => text === "ahead" || text === "original" ? { value: text } : buffered.parse(text),
};
