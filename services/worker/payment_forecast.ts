import { createLine, type Place } from "../orders/line.ts";

/** Foresees when the payments under way will end: each lasts about as long as the latest did. */
export interface PaymentForecast {
  /** A payment has started. */
  started(atMs: number): StartedPayment;
  /** It has ended; `paymentMs` where it was paid. */
  ended(payment: StartedPayment, paymentMs?: number): void;
  /** Payments that should end within `leadMs` of `nowMs`, before or after. */
  ending(nowMs: number, leadMs: number): number;
  /** When `count` more will be within `leadMs` of their end; nothing where so many are not under way. */
  endingMoreAtMs(count: number, nowMs: number, leadMs: number): number | undefined;
}

/** One payment under way. */
export type StartedPayment = Place<{ readonly atMs: number }>;

/** Share of the latest payment in the mean: about the last ten count. */
const LATEST_SHARE = 0.1;

/**
 * A forecast by the mean of the latest payments. One that is overdue by more than the lead says nothing
 * about when it will end and is not counted, so that payments of very different lengths do not add up
 * to a crowd that never leaves.
 */
export function createPaymentForecast(): PaymentForecast {
  // In the order of their start, which is about that of their end.
  const underWay = createLine<{ readonly atMs: number }>();
  let meanMs: number | undefined;
  return {
    started: (atMs) => underWay.add({ atMs }),
    ended(payment, paymentMs) {
      underWay.remove(payment);
      if (paymentMs !== undefined) {
        meanMs = meanMs === undefined ? paymentMs : meanMs + (paymentMs - meanMs) * LATEST_SHARE;
      }
    },
    ending(nowMs, leadMs) {
      if (meanMs === undefined) return 0;
      let count = 0;
      for (let place = underWay.front; place !== undefined; place = place.behind) {
        const leftMs = place.item.atMs + meanMs - nowMs;
        if (leftMs > leadMs) break;
        if (leftMs >= -leadMs) count++;
      }
      return count;
    },
    endingMoreAtMs(count, nowMs, leadMs) {
      if (meanMs === undefined) return undefined;
      let more = 0;
      for (let place = underWay.front; place !== undefined; place = place.behind) {
        const inLeadAtMs = place.item.atMs + meanMs - leadMs;
        if (inLeadAtMs > nowMs && ++more === count) return inLeadAtMs;
      }
      return undefined;
    },
  };
}
