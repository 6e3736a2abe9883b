/**
 * What a failed SDK call means for the one who made it.
 *
 * @module
 */

/** A failed call in the terms of the ports. */
export interface CallFault {
  /** AWS error code, or the name of the transport fault. */
  code: string;
  message: string;
  /** Whether the same call may succeed later. */
  retryable: boolean;
  /** It may have taken effect all the same, since no answer came. */
  ambiguous: boolean;
}

/** Faults of the transport before the first byte is sent. Source: errno of connect(2), getaddrinfo(3). */
const UNSENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
]);

/** Source: throttling codes of the AWS SDKs' standard retry mode. */
const THROTTLED =
  /^(Throttl|RequestThrottled|RequestLimitExceeded|TooManyRequests|SlowDown|BandwidthLimitExceeded|PriorRequestNotComplete|ProvisionedThroughputExceeded|KMSThrottling|OverLimit|AWS\.SimpleQueueService\.OverLimit)/;

/** Whether an entry of a batch, or a call, that failed with `code` may succeed when tried again. */
export function isRetryableCode(code: string, senderFault: boolean): boolean {
  return !senderFault || THROTTLED.test(code);
}

/**
 * Reads what an AWS SDK call threw.
 *
 * An answer of AWS, also an error, says that nothing was done; only a call without one is ambiguous:
 * a connection that broke, a time-out, a gateway's 502 or 504, an answer that could not be read.
 */
export function callFault(error: unknown): CallFault {
  const fields = isObject(error) ? error : {};
  const message = typeof fields.message === "string" && fields.message !== ""
    ? fields.message
    : String(error);
  const metadata = isObject(fields.$metadata) ? fields.$metadata : {};
  const status = typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
  const name = typeof fields.name === "string" ? fields.name : "Error";
  const errno = typeof fields.code === "string" ? fields.code : undefined;
  if (typeof fields.$fault === "string" && status !== undefined) {
    const code = name === "QueueDoesNotExist" ? NON_EXISTENT_QUEUE : name;
    const ambiguous = status === 502 || status === 504;
    const retryable = isRetryableCode(code, status < 500 && status !== 429);
    return { code, message, retryable, ambiguous };
  }
  if (isUnsent(error, 0)) {
    return { code: errno ?? name, message, retryable: true, ambiguous: false };
  }
  return { code: errno ?? name, message, retryable: true, ambiguous: true };
}

/** SQS's code for a queue that is not there. Source: SQS API reference, common errors. */
export const NON_EXISTENT_QUEUE = "AWS.SimpleQueueService.NonExistentQueue";

function isUnsent(error: unknown, depth: number): boolean {
  if (!isObject(error) || depth > 3) return false;
  if (typeof error.code === "string" && UNSENT.has(error.code)) return true;
  // The handler's own connection time-out has no errno.
  if (
    typeof error.message === "string" && error.message.includes("did not establish a connection")
  ) {
    return true;
  }
  // Happy-eyeballs connects fail with one error for each address.
  if (Array.isArray(error.errors) && error.errors.length > 0) {
    return error.errors.every((each) => isUnsent(each, depth + 1));
  }
  return isUnsent(error.cause, depth + 1);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
