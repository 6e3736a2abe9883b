/**
 * Where a notebook's outputs go.
 *
 * @module
 */
import { OUTPUTS_AWAITED } from "../kernel/outputs_awaited.ts";

/** One output by media type. */
export type MediaBundle = Record<string, unknown>;

/** Where outputs go, in order; Jupyter unless told otherwise. */
export type Display = (...bundles: readonly MediaBundle[]) => Promise<void>;

/** What Deno's kernel needs to send an output where all cores are busy, ms; see {@linkcode sent}. */
const SENDING_MS = 10;
/** How much longer the last output waits, after which the cell may end, ms. */
const LAST_MS = 20;

/**
 * A display that resolves when its outputs have probably been sent: Deno's kernel hands them over without waiting,
 * and the end of the cell may overtake them. In JupyterLab they then stand under the next cell, and nbconvert
 * drops them.
 */
export function sent(display: (bundle: MediaBundle) => Promise<void>): Display {
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  return async (...bundles) => {
    for (const bundle of bundles) {
      await display(bundle);
      await wait(SENDING_MS);
    }
    await wait(LAST_MS);
  };
}

/** The display of the notebook that runs: resolves when its outputs have been handed over. */
export const inJupyter: Display = async (...bundles) => {
  const display = (bundle: MediaBundle) => Deno.jupyter.display(bundle, { raw: true });
  if (Deno.env.get(OUTPUTS_AWAITED) === undefined) return await sent(display)(...bundles);
  for (const bundle of bundles) await display(bundle);
};
