/**
 * Load: arrival processes, users, and the sender that they go out by.
 *
 * @module
 */
export * from "./arrivals.ts";
export * from "./http_sender.ts";
export * from "./load_plan.ts";
export * from "./orders.ts";
export * from "./replay.ts";
export type { LoadCounts, LoadIdentity } from "./request_log.ts";
export * from "./request_row.ts";
export * from "./run_load.ts";
export * from "./send_lag.ts";
export * from "./sender.ts";
export * from "./warm_up.ts";
