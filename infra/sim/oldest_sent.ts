/**
 * Since when the oldest of many messages has been waiting, to the second, as CloudWatch tells it.
 *
 * @module
 */

/** Send times of messages, counted by the second. */
export interface OldestSent {
  add(sentAtMs: number): void;
  remove(sentAtMs: number): void;
  /** Start of the second in which the oldest was sent, epoch milliseconds; undefined without any. */
  oldestMs(): number | undefined;
}

/** No messages yet. */
export function createOldestSent(): OldestSent {
  const countBySecond = new Map<number, number>();
  return {
    add(sentAtMs) {
      const second = Math.floor(sentAtMs / 1000);
      countBySecond.set(second, (countBySecond.get(second) ?? 0) + 1);
    },
    remove(sentAtMs) {
      const second = Math.floor(sentAtMs / 1000);
      const count = countBySecond.get(second) ?? 0;
      if (count > 1) countBySecond.set(second, count - 1);
      else countBySecond.delete(second);
    },
    oldestMs() {
      let oldest: number | undefined;
      for (const second of countBySecond.keys()) {
        if (oldest === undefined || second < oldest) oldest = second;
      }
      return oldest === undefined ? undefined : oldest * 1000;
    },
  };
}
