/**
 * A trial on real processes for tests of faults: started, fed with orders, read back from its logs.
 *
 * @module
 */
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import assert from "node:assert/strict";
import { cloudWatchLogSource } from "../../experiments/collect/logs.ts";
import type { RunningTrial, TrialSetup } from "../../experiments/run/ports.ts";
import { clientConfig } from "../../services/aws/connection.ts";
import { LEDGER_EVENT_NAMES, type LedgerEvent } from "../../services/orders/ledger_event.ts";
import { type LocalTarget, startLocalTarget } from "./local_target.ts";

/** See {@linkcode withTrial}. */
export interface FaultTrial {
  target: LocalTarget;
  trial: RunningTrial;
  /** What the target told of, in order. */
  troubles: readonly string[];
  /** Every ledger event in the logs. */
  events(): Promise<LedgerEvent[]>;
  /** Waits until the logs' events satisfy `holds`; fails after a minute. */
  eventually(holds: (events: readonly LedgerEvent[]) => boolean): Promise<LedgerEvent[]>;
  /** Posts one order to `/orders/async`; 0 stands for no answer. */
  send(orderId: string): Promise<number>;
}

const SETUP: TrialSetup = {
  trial: "faults",
  repetition: 1,
  path: "queue",
  workers: 1,
  concurrency: 5,
  paymentSlots: 5,
  paymentMs: 300,
  prefetch: "ahead",
  visibilityTimeoutS: 2,
  onDisconnect: "cancel",
  inFlightMax: 1_000,
};
const EVENTUALLY_MS = 60_000;

/** Runs `body` with a trial of its own; whatever happens, everything is stopped afterwards. */
export async function withTrial(
  setup: Partial<TrialSetup>,
  body: (fixture: FaultTrial) => Promise<void>,
): Promise<void> {
  const troubles: string[] = [];
  const startedAtMs = Date.now();
  const target = await startLocalTarget({ onTrouble: (message) => troubles.push(message) });
  const logs = new CloudWatchLogsClient(
    clientConfig(target.aws, { socketsMax: 2, requestTimeoutMs: 10_000 }),
  );
  try {
    const trial = await target.prepare({ ...SETUP, ...setup });
    const events = async () => {
      await trial.settle();
      const found: LedgerEvent[] = [];
      const { apiLogGroup, workerLogGroup } = trial.topology;
      const source = cloudWatchLogSource(logs);
      for (const group of [apiLogGroup, workerLogGroup]) {
        for await (const line of source.lines(group, startedAtMs, Date.now() + 60_000)) {
          found.push(...ledgerEvents(line));
        }
      }
      return found;
    };
    const eventually: FaultTrial["eventually"] = async (holds) => {
      const deadlineMs = performance.now() + EVENTUALLY_MS;
      for (;;) {
        const found = await events();
        if (holds(found)) return found;
        assert.ok(performance.now() < deadlineMs, `not within a minute: ${holds}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    const send = (orderId: string) => sendOrder(trial.apiUrl, orderId);
    await body({ target, trial, troubles, events, eventually, send });
  } finally {
    logs.destroy();
    await target.teardown();
  }
}

function ledgerEvents(line: string): LedgerEvent[] {
  const event = JSON.parse(line);
  return LEDGER_EVENT_NAMES.includes(event.event) ? [event] : [];
}

/** Posts one order to `/orders/async` and returns the status; 0 stands for no answer. */
export async function sendOrder(apiUrl: string, orderId: string): Promise<number> {
  try {
    const response = await fetch(`${apiUrl}/orders/async`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        order_id: orderId,
        customer_id: 1,
        items: [{ product_id: "p-1", quantity: 1, price: 2.5 }],
      }),
      signal: AbortSignal.timeout(30_000),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}

/** `o-0`, `o-1`, … */
export function orderIds(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `o-${i}`);
}

/** The ids of the events of one kind, each once. */
export function idsOf(events: readonly LedgerEvent[], name: LedgerEvent["event"]): string[] {
  return [...new Set(events.filter(({ event }) => event === name).map(({ order_id }) => order_id))]
    .toSorted();
}
