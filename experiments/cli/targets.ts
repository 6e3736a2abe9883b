/**
 * The targets that experiments run on. A new one is one line here. Each is loaded only when it is asked
 * for: the AWS SDK alone takes longer to load than a simulation to run.
 *
 * @module
 */
import type { Clock } from "../../services/orders/ports.ts";
import type { ExperimentPlan } from "../catalog/definition.ts";
import { countedText } from "../run/format.ts";
import type { StartedTarget } from "../run/ports.ts";

/** Starts a target for a plan; `note` says what takes long. */
export type StartTarget = (
  plan: ExperimentPlan,
  note: (text: string) => void,
  clock: Clock,
) => Promise<StartedTarget>;

/** Names that `--target` takes. */
export type TargetName = "local" | "sim";

/** Targets by name. */
export const targets: Record<TargetName, StartTarget> = {
  async local(plan, note, clock) {
    const { prefetchHosts } = await import("../../infra/local/hosts.ts");
    const { startLocalTarget } = await import("../../infra/local/local_target.ts");
    const { processTarget } = await import("../run/process_target.ts");
    // On a first run this is a download, and shows itself as one.
    await prefetchHosts();
    const target = await startLocalTarget({
      metricPeriodS: plan.metricPeriodS,
      latenciesMs: plan.latenciesMs,
      onTrouble: note,
    });
    const { host } = new URL(target.aws.endpointUrl!);
    note(`stack      embedded cloud on ${host} · ${countedText(plan.trials.length, "trial")}`);
    return processTarget(target, clock);
  },
  async sim(plan, note) {
    const { simTarget } = await import("../../infra/sim/sim_target.ts");
    note(`stack      virtual time, in memory · ${countedText(plan.trials.length, "trial")}`);
    return simTarget();
  },
};
