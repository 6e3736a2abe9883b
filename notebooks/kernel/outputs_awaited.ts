/**
 * What a kernel's client tells the cells.
 *
 * @module
 */

/**
 * A variable in the environment of the cells, set by a client that waits for all that a cell puts out, as our own
 * does. Under any other a cell must not end before its outputs are sent.
 */
export const OUTPUTS_AWAITED = "SPILLWAY_OUTPUTS_AWAITED";
