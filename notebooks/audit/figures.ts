/**
 * The figures that the audit judges by: of our runs and of the reference tables, by name.
 *
 * @module
 */
import { openRunFor } from "../analysis/choose_runs.ts";
import { assumptionFigure } from "../analysis/cost/assume.ts";
import { comparableCosts, PUBLISHED_ORDERS_PER_MONTH } from "../analysis/cost/published_costs.ts";
import { priceBook } from "../analysis/cost/price_book.ts";
import { readPrices } from "../analysis/cost/prices.ts";
import type { Figure } from "../analysis/figure.ts";
import { overRepetitions, settingOf } from "../analysis/repetitions.ts";
import { measure, ROOT, type Run } from "../analysis/run.ts";
import { quoted } from "../analysis/quoted.ts";
import { openTables } from "../analysis/tables.ts";
import { plannedOf, SERVERS } from "../analysis/trial.ts";
import { REAL_TRIAL } from "./judges_workers.ts";
import { requestsTable, summaryTable, type Table } from "../../experiments/run/schema.ts";

/** The runs that the audit needs. */
export interface AuditRuns {
  /** Simulated, at the original's size. */
  sim: Readonly<Record<"phase1" | "phase3" | "phase4" | "phase5" | "workers", Run>>;
  /** Measured. */
  local: Readonly<Record<"phase3", Run>>;
}

/** Opens them. The simulated ones are held against what was published, so nothing may be changed in them. */
export async function openAuditRuns(): Promise<AuditRuns> {
  const sim = (experiment: string, trials: readonly string[] = []) =>
    openRunFor({ experiment, target: "sim", size: "original", trials, unchanged: true });
  const phase3 = { experiment: "phase3", trials: ["sync", "async"] };
  return {
    sim: {
      phase1: await sim("phase1", ["normal", "sale"]),
      phase3: await sim("phase3", phase3.trials),
      phase4: await sim("phase4"),
      phase5: await sim("phase5", Object.values(REAL_TRIAL)),
      workers: await sim("phase5-workers"),
    },
    local: { phase3: await openRunFor({ ...phase3, target: "local", size: "quick" }) },
  };
}

/** All figures, by the names that the judges use. */
export async function gatherFigures({ sim, local }: AuditRuns): Promise<Map<string, Figure>> {
  const phase4Trial = sim.phase4.manifest.plan.trials[0]!.trial;
  const figures: [string, Figure][] = [
    ...await saleFigures(sim.phase1),
    ["sim.sync.confirmed_orders", await overRepetitions(sim.phase1, "sale", "confirmed", "orders")],
    ["sim.sync.response_mean_s", await responseMeanS(sim.phase1, "sale")],
    [
      "sim.sync.unanswered_share",
      await overRepetitions(sim.phase1, "sale", "(sent - confirmed) / sent", "share"),
    ],
    [
      "sim.normal.confirmed_orders",
      await overRepetitions(sim.phase1, "normal", "confirmed", "orders"),
    ],
    ["sim.async.accepted_orders", await overRepetitions(sim.phase3, "async", "accepted", "orders")],
    [
      "sim.async.rate_orders_per_s",
      await overRepetitions(sim.phase3, "async", "accepted / load_s", "orders/s"),
    ],
    [
      "local.async.acceptance_share",
      await overRepetitions(local.phase3, "async", "accepted / sent", "share"),
    ],
    [
      "sim.growth_orders_per_s",
      await overRepetitions(sim.phase4, phase4Trial, "backlog_growth_per_s", "orders/s"),
    ],
    ["sim.processes_that_hold", await processesThatHold(sim.workers)],
    ...await referenceFigures(),
    ...await costFigures(),
  ];
  for (const { trial } of sim.phase5.manifest.plan.trials) {
    const figure = (expression: string, unit: string) =>
      overRepetitions(sim.phase5, trial, expression, unit);
    figures.push(
      [`sim.peak_orders.${trial}`, await figure("backlog_peak_orders", "orders")],
      [`sim.rate_orders_per_s.${trial}`, await figure("throughput_per_s", "orders/s")],
      [`sim.drain_min.${trial}`, await figure("drain_s / 60", "min")],
      [`sim.at_once.${trial}`, await settingOf(sim.phase5, trial, SERVERS, "payments")],
      [
        `sim.ceiling_orders_per_s.${trial}`,
        await settingOf(sim.phase5, trial, `1000 * ${SERVERS} / service_time_ms`, "orders/s"),
      ],
    );
  }
  return new Map(figures);
}

/** What the published sale was: users, time, payments. */
async function saleFigures(run: Run): Promise<[string, Figure][]> {
  const setting = (expression: string, unit: string) => settingOf(run, "sale", expression, unit);
  const [least, most] = ["thinkMinMs", "thinkMaxMs"].map((name) =>
    plannedOf(run, "normal", `load.${name}`, "ms")
  );
  return [
    ["sale.users", await setting("users", "users")],
    ["sale.slots", await setting("payment_slots", "slots")],
    ["sale.payment_s", await setting("service_time_ms / 1000", "s")],
    ["sale.load_s", plannedOf(run, "sale", "load.durationS", "s")],
    ["sale.ceiling_orders_per_s", await setting(`1000 * ${SERVERS} / service_time_ms`, "orders/s")],
    ["normal.users", await settingOf(run, "normal", "users", "users")],
    ["normal.load_s", plannedOf(run, "normal", "load.durationS", "s")],
    ["normal.think_min_ms", least!],
    ["normal.think_max_ms", most!],
    ["normal.think_s", {
      value: (least!.value + most!.value) / 2000,
      unit: "s",
      source: {
        kind: "derived",
        formula: "({evidence.normal.think_min_ms} + {evidence.normal.think_max_ms}) / 2000",
      },
    }],
  ];
}

/** Mean response of all confirmed orders of a trial, from their scheduled send, s. */
async function responseMeanS(run: Run, trial: string): Promise<Figure> {
  return await measure(run, {
    table: requestsTable,
    where: `trial = ${quoted(trial)} AND outcome = 'confirmed'`,
    expression: "avg(responded_at_ms - scheduled_at_ms) / 1000",
    unit: "s",
  });
}

/** The fewest worker processes of five slots in whose trial the backlog did not grow. */
async function processesThatHold(run: Run): Promise<Figure> {
  return await measure(run, {
    table: summaryTable,
    // Half an order a second: what a backlog of nothing but orders being paid may seem to grow by.
    where: "payment_slots = 5 AND backlog_growth_per_s < 0.5",
    expression: "min(workers)",
    unit: "processes",
  });
}

const parametersTable: Pick<Table, "file"> = { file: "model_parameters.csv" };

async function referenceFigures(): Promise<[string, Figure][]> {
  const tables = await openTables(`${ROOT}data/reference`, []);
  try {
    const figures: [string, Figure][] = [];
    for (const [name, column] of [["", "value"], ["_low", "low"], ["_high", "high"]] as const) {
      const query = `SELECT ${column}::DOUBLE FROM '${parametersTable.file}' WHERE ` +
        `parameter = 'init_go_al2023_zip_x86'`;
      const path = `${ROOT}data/reference/${parametersTable.file}`;
      const value = await tables.value(query.replace(parametersTable.file, path));
      if (value === undefined) {
        throw new RangeError(
          `Cannot audit: ${parametersTable.file} must have init_go_al2023_zip_x86`,
        );
      }
      const source = {
        kind: "rows",
        folder: "data/reference",
        file: parametersTable.file,
        rows: 1,
        query,
      } as const;
      figures.push([`reference.init${name}_ms`, { value, unit: "ms", source }]);
    }
    return figures;
  } finally {
    tables.close();
  }
}

async function costFigures(): Promise<[string, Figure][]> {
  const { queue, lambda } = comparableCosts(priceBook(await readPrices()));
  const fixed = queue.find(({ fleet }) => fleet === "fixed")!;
  const functions = lambda[0]!;
  return [
    ["cost.orders_per_month", {
      value: PUBLISHED_ORDERS_PER_MONTH,
      unit: "orders",
      source: {
        kind: "assumption",
        file: "notebooks/analysis/cost/published_costs.ts",
        reason: "the volume of the costs that the write-up names elsewhere",
      },
    }],
    ["cost.payment", assumptionFigure("serviceTimeMs")],
    ["cost.function_memory", assumptionFigure("functionMemoryMb")],
    ["cost.queue_usd_per_month", fixed.wholePath],
    ["cost.lambda_usd_per_month", functions.wholePath],
    ["cost.function_usd_per_month", functions.workAlone],
    ["cost.function_free_tier_usd_per_month", functions.workAloneFreeTiers],
  ];
}
