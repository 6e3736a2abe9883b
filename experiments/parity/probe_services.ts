/**
 * How long a target's SNS and SQS take to answer: each call made a number of times, one after the other.
 *
 * @module
 */
import { createSnsTopic } from "../../services/aws/sns_topic.ts";
import { createSqsQueue } from "../../services/aws/sqs_queue.ts";
import type { Clock } from "../../services/orders/ports.ts";
import type { Target, TrialSetup } from "../run/ports.ts";

/** Times of calls, milliseconds. */
export interface ServiceTimes {
  publishMs: number[];
  receiveMs: number[];
  deleteMs: number[];
  extendMs: number[];
}

/** Calls of each kind that count, after as many that warm up. */
const CALLS = 200;

/** Times the calls on a topic and a queue of their own, which are gone afterwards. */
export async function probeServices(
  target: Target,
  setup: TrialSetup,
  clock: Clock,
): Promise<ServiceTimes> {
  const running = await target.prepare({ ...setup, trial: "probe", repetition: 1, workers: 0 });
  const topic = createSnsTopic(target.aws, {
    topicArn: running.topicArn,
    trial: "probe",
    socketsMax: 1,
  });
  const queue = createSqsQueue(target.aws, { queueUrl: running.queueUrl!, socketsMax: 1 });
  const times: ServiceTimes = { publishMs: [], receiveMs: [], deleteMs: [], extendMs: [] };
  const timed = async <T>(kept: number[], call: () => Promise<T>): Promise<T> => {
    const fromMs = clock.now();
    const answer = await call();
    kept.push(clock.now() - fromMs);
    return answer;
  };
  try {
    for (let call = 0; call < 2 * CALLS; call++) {
      const order = { orderId: `probe-${call}`, body: `{"order_id":"probe-${call}"}` };
      await timed(times.publishMs, () => topic.publish([order]));
      const request = { max: 10, waitS: 1, leaseS: 30 };
      const messages = await timed(times.receiveMs, () => queue.receive(request));
      const receipts = messages.map(({ receipt }) => receipt);
      if (receipts.length === 0) continue;
      await timed(times.extendMs, () => queue.extend(receipts, 30));
      await timed(times.deleteMs, () => queue.delete(receipts));
    }
  } finally {
    topic.close();
    queue.close();
    await running.teardown();
  }
  for (const kept of Object.values(times)) kept.splice(0, CALLS);
  return times;
}
