/**
 * A fault as AWS names it. Operations throw it; each protocol writes it in its own shape.
 *
 * @module
 */

/** What an AWS operation refuses with. */
export class AwsError extends Error {
  override name = "AwsError";
  constructor(
    /** The error's shape name, as JSON and CBOR name it in `__type` (`QueueDoesNotExist`). */
    readonly shape: string,
    message: string,
    readonly options: {
      /** The code of the query protocol, where it differs from the shape's name. */
      queryCode?: string;
      /** HTTP status, 400 unless told. */
      status?: number;
    } = {},
  ) {
    super(message);
  }

  /** HTTP status of the answer. */
  get status(): number {
    return this.options.status ?? 400;
  }

  /** The code that the query protocol and `x-amzn-query-error` carry. */
  get queryCode(): string {
    return this.options.queryCode ?? this.shape;
  }

  /** Whose fault it was, in the query protocol's words. */
  get fault(): "Sender" | "Receiver" {
    return this.status >= 500 ? "Receiver" : "Sender";
  }
}

/** An operation that this endpoint does not have, refused by name as AWS JSON services do. */
export function unknownOperation(service: string, operation: string): AwsError {
  return new AwsError(
    "UnknownOperationException",
    `Cannot run ${service} ${operation}: the embedded cloud has no such operation`,
    { queryCode: "InvalidAction" },
  );
}

/** A body that is not what the protocol says, or a member of the wrong type. */
export function serializationError(message: string): AwsError {
  return new AwsError("SerializationException", message, { queryCode: "MalformedInput" });
}
