/**
 * The embedded cloud.
 *
 * @module
 */
export { type Cloud, type CloudOptions, startCloud } from "./cloud.ts";
