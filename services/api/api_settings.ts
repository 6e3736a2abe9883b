/** Numbers and names of one API process. */
export interface ApiSettings {
  trial: string;
  /** 1 to n. */
  repetition: number;
  /** `api-<pid>`. */
  host: string;
  /** The path of the topic that `/orders/async` publishes to. */
  path: "queue" | "lambda";
  /** What becomes of a `sync` order whose client goes away before its payment. */
  onDisconnect: "cancel" | "pay";
  /** Orders in hand at once, >= 1; further ones are answered 503. */
  inFlightMax: number;
}

/** What an API process has done so far and holds now. */
export interface ApiCounts {
  /** Order requests in hand now. */
  inFlight: number;
  /** Orders paid (`sync`) or accepted (`async`). */
  processed: number;
  /** Orders that were valid and yet neither. */
  failed: number;
  /** Requests refused as invalid. */
  rejected: number;
  /** Requests refused for too many in hand. */
  overloaded: number;
}

/** All zero. */
export function createApiCounts(): ApiCounts {
  return { inFlight: 0, processed: 0, failed: 0, rejected: 0, overloaded: 0 };
}
