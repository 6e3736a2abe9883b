import { createLine } from "../orders/line.ts";

/** Work that nobody waits for one by one. */
export interface UnderWay {
  readonly count: number;
  /** Counts `work` until it has ended, and then calls `onEnd`. */
  add(work: Promise<void>, onEnd?: () => void): void;
  /** Resolves when all that is under way now has ended. */
  ended(): Promise<void>;
}

/** Nothing under way. */
export function createUnderWay(): UnderWay {
  const line = createLine<Promise<void>>();
  return {
    get count() {
      return line.length;
    },
    add(work, onEnd) {
      const place = line.add(work);
      void work.finally(() => {
        line.remove(place);
        onEnd?.();
      });
    },
    async ended() {
      await Promise.all(line.places().map(({ item }) => item));
    },
  };
}
