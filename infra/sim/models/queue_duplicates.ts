/**
 * How often a standard queue hands a message over twice of its own accord.
 *
 * @module
 */

/**
 * Chance of a delivery. Source: `data/reference/model_parameters.csv`, SQS `duplicate_probability`
 * (assumed there, 1e-8 to 1e-4; what ended leases bring back is modelled by the queue itself).
 */
export const DUPLICATE_PROBABILITY = 1e-6;
