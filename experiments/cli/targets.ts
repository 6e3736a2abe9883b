/**
 * The targets that experiments run on. A new one is one line here.
 *
 * @module
 */
import { prefetchHosts } from "../../infra/local/hosts.ts";
import { startLocalTarget } from "../../infra/local/local_target.ts";
import type { ExperimentPlan } from "../catalog/definition.ts";
import type { Target } from "../run/ports.ts";

/** Starts a target for a plan; `note` says what takes long. */
export type StartTarget = (plan: ExperimentPlan, note: (text: string) => void) => Promise<Target>;

/** Names that `--target` takes. */
export type TargetName = "local";

/** Targets by name. */
export const targets: Record<TargetName, StartTarget> = {
  async local(plan, note) {
    // On a first run this is a download, and shows itself as one.
    await prefetchHosts();
    const target = await startLocalTarget({
      metricPeriodS: plan.metricPeriodS,
      latenciesMs: plan.latenciesMs,
      onTrouble: note,
    });
    const { host } = new URL(target.aws.endpointUrl!);
    note(`stack      embedded cloud on ${host} · ${plan.trials.length} trials`);
    return target;
  },
};
