/**
 * Time of an HTTP request between client and API, there and back, besides what the API does with it.
 *
 * @module
 */
import { lognormalMs } from "./draw.ts";

/**
 * Lognormal. Source: `data/reference/README.md`: the original's synchronous runs on a laptop took
 * 3.004 s for a payment of 3 s, which leaves 4 ms. Tail: `data/reference/model_parameters.csv`, Network
 * `rtt_laptop_to_region`, p99 at 2–4 times the median; the lower end.
 */
export const REQUEST_NETWORK_MS = lognormalMs(4, 8);
