/**
 * The events of one log stream, by time and then by arrival, in parallel arrays: a hundred thousand
 * events cost little more than their text.
 *
 * @module
 */

/** A place between events: just before the first event at or after it. */
export interface Place {
  /** Epoch milliseconds. */
  timestampMs: number;
  /** Number of the event in order of arrival, unique in its log group. */
  sequence: number;
}

/** An event as clients send it. */
export interface NewEvent {
  timestamp: number;
  message: string;
}

/** See {@linkcode createEventList}. */
export interface EventList {
  readonly length: number;
  /** Adds a batch in order of time; `sequence` is its first event's, `ingestedAtMs` of all. */
  append(batch: readonly NewEvent[], sequence: number, ingestedAtMs: number): void;
  /** Index of the first event at or after a place; `length` without any. */
  indexOf(place: Place): number;
  /** Where the event at `index` is. */
  placeAt(index: number): Place;
  messageAt(index: number): string;
  ingestedAtMsAt(index: number): number;
}

/** An empty list. */
export function createEventList(): EventList {
  const timestamps: number[] = [];
  const sequences: number[] = [];
  const ingested: number[] = [];
  const messages: string[] = [];

  function compare(index: number, place: Place): number {
    return (timestamps[index] ?? Infinity) - place.timestampMs ||
      (sequences[index] ?? Infinity) - place.sequence;
  }

  function indexOf(place: Place): number {
    let low = 0;
    let high = timestamps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(middle, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function push(timestamp: number, sequence: number, ingestedAtMs: number, message: string): void {
    timestamps.push(timestamp);
    sequences.push(sequence);
    ingested.push(ingestedAtMs);
    messages.push(message);
  }

  return {
    get length() {
      return timestamps.length;
    },
    append(batch, sequence, ingestedAtMs) {
      const firstMs = batch[0]?.timestamp ?? 0;
      // Streams are written in order but for a host's clock; only what is later is moved.
      const from = indexOf({ timestampMs: firstMs, sequence });
      const tail = {
        timestamps: timestamps.splice(from),
        sequences: sequences.splice(from),
        ingested: ingested.splice(from),
        messages: messages.splice(from),
      };
      let next = 0;
      const pushTail = (beforeMs: number) => {
        for (; next < tail.timestamps.length; next++) {
          const timestamp = tail.timestamps[next] ?? Infinity;
          if (timestamp > beforeMs) return;
          push(
            timestamp,
            tail.sequences[next] ?? 0,
            tail.ingested[next] ?? 0,
            tail.messages[next] ?? "",
          );
        }
      };
      batch.forEach((event, i) => {
        pushTail(event.timestamp);
        push(event.timestamp, sequence + i, ingestedAtMs, event.message);
      });
      pushTail(Infinity);
    },
    indexOf,
    placeAt: (index) => ({
      timestampMs: timestamps[index] ?? 0,
      sequence: sequences[index] ?? 0,
    }),
    messageAt: (index) => messages[index] ?? "",
    ingestedAtMsAt: (index) => ingested[index] ?? 0,
  };
}
