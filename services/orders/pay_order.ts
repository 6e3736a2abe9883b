import type { Ledger } from "./ledger.ts";
import { toMicrosecond } from "./ledger.ts";
import type { Clock, Payment } from "./ports.ts";

/** What became of one attempt to pay. */
export type PaymentResult =
  | { state: "paid"; paymentMs: number }
  /** Given up before the payment started: nothing was paid. */
  | { state: "cancelled"; reason: string }
  /** The payment itself failed. */
  | { state: "failed"; reason: string };

/** What paying needs. */
export interface PayOrderDeps {
  clock: Clock;
  ledger: Ledger;
  payment: Payment;
}

/**
 * Pays for one order and records `started` and `completed` as they happen; `completed` is out before
 * this resolves. What a cancelled or failed attempt means is the caller's to record.
 *
 * @param attempt the receive count, or 1.
 * @param signal cancels while the order waits for a slot; a payment that has started is finished.
 * @param onStart called when the slot is taken, before `started` is recorded.
 */
export async function payOrder(
  orderId: string,
  attempt: number,
  deps: PayOrderDeps,
  signal?: AbortSignal,
  onStart?: () => void,
): Promise<PaymentResult> {
  const { clock, ledger, payment } = deps;
  let startedAtMs: number | undefined;
  let paymentMs = 0;
  try {
    await payment.pay(orderId, {
      onStart() {
        onStart?.();
        startedAtMs = ledger.record("started", orderId, attempt);
      },
      onPaid() {
        paymentMs = toMicrosecond(clock.now() - (startedAtMs ?? clock.now()));
        ledger.record("completed", orderId, attempt, { payment_ms: paymentMs });
      },
    }, signal);
  } catch (error) {
    const reason = reasonText(error);
    const cancelled = startedAtMs === undefined && signal?.aborted === true;
    return { state: cancelled ? "cancelled" : "failed", reason };
  }
  return { state: "paid", paymentMs };
}

/** What an abort reason or a thrown value says, in words. */
export function reasonText(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
