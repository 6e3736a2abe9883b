/**
 * Services as child processes with a desired count, as ECS keeps them: a process that ends unasked is
 * replaced, more are started and the newest are stopped as the count asks.
 *
 * @module
 */
import {
  openSlot,
  type ServiceDefinition,
  type ServiceProcess,
  type Slot,
} from "./service_slot.ts";

export type {
  ServiceDefinition,
  ServiceEvent,
  ServiceLimits,
  ServiceProcess,
} from "./service_slot.ts";

/** See {@linkcode runService}. */
export interface Service {
  readonly name: string;
  /** Processes that ended unasked and were started anew. */
  readonly restarts: number;
  /** Rejects when the service is given up. Never resolves. */
  readonly failed: Promise<never>;
  /** Sets the count; resolves when that many are ready and the others have ended. */
  setDesired(count: number): Promise<void>;
  /**
   * Resolves when the desired count is ready.
   *
   * @throws when the service is given up: a process cannot start, or ended and may not be replaced.
   */
  ready(): Promise<readonly ServiceProcess[]>;
  /** Sends a signal to every process; resolves when those have ended, by SIGKILL if need be. */
  kill(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
  /** Stops every process gracefully. Safe to call twice; never throws. */
  stop(): Promise<void>;
  processes(): readonly ServiceProcess[];
}

/**
 * Starts `desired` processes and keeps that many; returns at once.
 *
 * @throws {RangeError} when `desired` is no count.
 */
export function runService(definition: ServiceDefinition): Service {
  const { name } = definition;
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {});
  let givenUp: unknown;
  let changed = Promise.withResolvers<void>();
  let slots: Slot[] = [];
  let started = 0;
  let restartsOfClosed = 0;

  const wanted = () => slots.filter((slot) => slot.wanted());
  const processes = () => slots.flatMap((slot) => slot.process() ?? []);
  const nextTaskId = () => `${name}-${++started}-${crypto.randomUUID().slice(0, 6)}`;

  function announce() {
    changed.resolve();
    changed = Promise.withResolvers();
  }

  function open() {
    const slot = openSlot(definition, {
      nextTaskId,
      onChange: () => announce(),
      onGivenUp: (error) => {
        givenUp ??= error;
        failure.reject(error);
      },
    });
    slots.push(slot);
    slot.ended.then(() => {
      slots = slots.filter((other) => other !== slot);
      restartsOfClosed += slot.restarts();
    });
  }

  async function ready(): Promise<readonly ServiceProcess[]> {
    while (!givenUp && wanted().some((slot) => slot.process()?.state !== "ready")) {
      await changed.promise;
    }
    if (givenUp) throw givenUp;
    return processes();
  }

  async function setDesired(count: number) {
    checkCount(name, count);
    if (givenUp) throw givenUp;
    while (wanted().length < count) open();
    await Promise.all(wanted().slice(count).map((slot) => slot.close()));
    await ready();
  }

  checkCount(name, definition.desired);
  // What goes wrong is told by ready() and failed.
  setDesired(definition.desired).catch(() => {});
  return {
    name,
    get restarts() {
      return slots.reduce((sum, slot) => sum + slot.restarts(), restartsOfClosed);
    },
    failed: failure.promise,
    setDesired,
    ready,
    processes,
    async kill(signal) {
      await Promise.all(slots.map((slot) => slot.kill(signal)));
    },
    async stop() {
      await Promise.all(slots.map((slot) => slot.close()));
    },
  };
}

function checkCount(name: string, desired: number) {
  if (Number.isInteger(desired) && desired >= 0) return;
  throw new RangeError(`Cannot run ${name}: desired must be a whole number >= 0, got ${desired}`);
}
