/**
 * What the tasks of a service use in a month.
 *
 * @module
 */
import type { Assumptions } from "./assume.ts";
import type { Fleet } from "./fleet.ts";
import { statsGb } from "./logs.ts";
import type { Priced } from "./price_book.ts";

/** A quantity of something that has a price. */
export interface Use {
  /**
   * `idle`: also without any order; `orders`: in proportion to them; `peak`: tasks that the peak
   * needs beyond those that always run.
   */
  when: "idle" | "orders" | "peak";
  item: string;
  priced: Priced;
  /** In the price's unit, a month. */
  quantity: number;
  /** How the quantity is made, in words and names of assumptions. */
  formula: string;
  /** Whether what the quantity hangs on was assumed, or counted in a run. */
  basis: "arithmetic" | "counted";
}

/** What each hour of a task brings with it. */
export interface TaskLine extends Omit<Use, "when" | "quantity"> {
  /** In the price's unit. */
  perTaskHour: number;
  /** Another rate for tasks that the peak needs beyond the minimum; they are busy while they run. */
  atPeak?: Pick<TaskLine, "perTaskHour" | "formula" | "basis">;
}

/**
 * Uses of a service's tasks, those of the minimum and those of the peak on lines of their own.
 *
 * An hour of a task is taskCpuUnits / 1,024 vCPU-hours, taskMemoryMb / 1,024 GB-hours,
 * addressesPerTask address-hours, and its statistics in the logs.
 *
 * @param more what these tasks have beyond that.
 * @example
 * ```ts
 * import { assume } from "./assume.ts";
 * import { taskUses } from "./task_use.ts";
 * import assert from "node:assert/strict";
 *
 * const fleet = { tasksAtPeak: 3, idleTaskHours: 730, peakTaskHours: 146 };
 * const uses = taskUses("worker tasks", fleet, assume({ taskCpuUnits: 256 }));
 * const vcpu = uses.filter(({ priced }) => priced === "vcpu").map(({ when, quantity }) => [when, quantity]);
 * assert.deepEqual(vcpu, [["idle", 182.5], ["peak", 36.5]]);
 * ```
 */
export function taskUses(
  name: string,
  { idleTaskHours, peakTaskHours }: Fleet,
  assumptions: Assumptions,
  more: readonly TaskLine[] = [],
): Use[] {
  const lines = [...taskLines(assumptions), ...more];
  const hours = [["idle", idleTaskHours], ["peak", peakTaskHours]] as const;
  return hours.flatMap(([when, taskHours]) =>
    lines.map(({ item, priced, atPeak, ...always }) => {
      const { perTaskHour, formula, basis } = when === "peak" ? atPeak ?? always : always;
      const ofTasks = when === "idle" ? "task-hours of the minimum" : "task-hours beyond it";
      return {
        when,
        item: `${name}: ${item}`,
        priced,
        quantity: taskHours * perTaskHour,
        formula: `${ofTasks} × ${formula}`,
        basis,
      };
    })
  );
}

function taskLines(assumptions: Assumptions): TaskLine[] {
  const { taskCpuUnits, taskMemoryMb, addressesPerTask } = assumptions;
  const basis = "arithmetic";
  return [
    {
      item: "vCPU",
      priced: "vcpu",
      perTaskHour: taskCpuUnits / 1024,
      formula: "taskCpuUnits / 1,024",
      basis,
    },
    {
      item: "memory",
      priced: "taskMemory",
      perTaskHour: taskMemoryMb / 1024,
      formula: "taskMemoryMb / 1,024",
      basis,
    },
    {
      item: "public addresses",
      priced: "publicAddress",
      perTaskHour: addressesPerTask,
      formula: "addressesPerTask",
      basis,
    },
    {
      item: "logged statistics",
      priced: "taskLogs",
      perTaskHour: statsGb(1, assumptions),
      formula: "3,600 / statsPeriodS × (statsLineBytes + logEventBytes) / 10⁹",
      basis,
    },
  ];
}
