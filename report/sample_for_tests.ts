/**
 * A small report for tests: prose with each kind of placeholder, and something published for each. Texts that
 * come from files are hostile where they can be.
 *
 * @module
 */
import type { Manifest } from "../experiments/run/manifest.ts";
import { PATH_COLOUR } from "../notebooks/charts/theme.ts";
import { chartOf } from "../notebooks/charts/chart.ts";
import { linearAxis } from "../notebooks/charts/axis.ts";
import { frameOf } from "../notebooks/charts/frame.ts";
import { line, points } from "../notebooks/charts/layers.ts";
import { claimOf } from "../notebooks/claims/claim.ts";
import { answerOf } from "../notebooks/claims/publish.ts";
import type { Published } from "../notebooks/kernel/published.ts";
import { proseOf } from "./content/prose.ts";
import { type ReportContent, reportContent } from "./content/report_content.ts";
import type { Evidence, UsedRun } from "./content/used_runs.ts";

/** Text that a file may hold and that no reader's browser may take for anything but text. */
export const HOSTILE = `<script>document.title = "taken"</script><img src=x onerror="alert('x')">` +
  `" ' & {{claim}} </title></style> [a](javascript:alert) | \`code\` \uE0000\uE001`;

const rows = (folder: string, query: string) =>
  ({ kind: "rows", folder, file: "orders.csv", rows: 2888, query }) as const;

const accepted = claimOf("sale.accepted.queue", {
  value: 2888,
  unit: "orders",
  source: rows(
    "data/runs/sound",
    `SELECT count(*) FROM 'orders.csv' WHERE accepted_at_ms IS NOT NULL`,
  ),
});
const answered = claimOf("sale.accepted.sync", {
  value: 95,
  unit: "orders",
  source: rows("data/runs/interrupted", `SELECT count(*) FROM 'orders.csv' -- ${HOSTILE}`),
});
const ratio = claimOf("sale.ratio", {
  value: 30.4,
  unit: "times",
  interval: [29.9, 31.2],
  source: { kind: "derived", formula: "{sale.accepted.queue} / {sale.accepted.sync}" },
});
const drain = claimOf("sale.drain", {
  value: 28.2,
  unit: "s",
  interval: [28.1, 28.4],
  source: { ...rows("data/runs/sound", "SELECT 28.2"), method: `median of five; ${HOSTILE}` },
});
const cost = claimOf("cost.per_thousand", {
  value: 0.0125,
  unit: "USD/month",
  source: { kind: "assumption", file: "data/reference/prices.csv", reason: `assumed ${HOSTILE}` },
});
const verdict = claimOf("audit.drain_1", {
  value: `contradicted ${HOSTILE}`,
  unit: "verdict",
  source: { kind: "derived", formula: "{sale.drain} against arithmetic" },
});

/** Points of the chart: as many marks. */
const CHART_POINTS = [0, 1, 2, 3, 4].map((x) => ({ x, y: 1400 - 300 * x }));

const backlog = chartOf({
  id: "backlog",
  title: `The backlog is gone after seconds ${HOSTILE}`,
  subtitle: "Orders accepted and not finished, by seconds since the last was accepted",
  caption: "Measured (local), quick size. Run sound.",
  alternative: `The backlog falls from its peak to nothing ${HOSTILE}`,
  draw: (form) => {
    const frame = frameOf(form, {
      x: linearAxis({ title: "seconds", values: [4] }),
      y: linearAxis({ title: "orders", values: [1400] }),
      height: 240,
    });
    const layers = [
      line("backlog", CHART_POINTS, { colour: PATH_COLOUR.queue }),
      points("seen", CHART_POINTS, { colour: PATH_COLOUR.queue }),
    ];
    return { frame, layers };
  },
});

/** What a notebook published. */
export const samplePublished: readonly Published[] = [{
  notebook: "1_sale",
  claims: [accepted, answered, ratio, drain, cost, verdict],
  charts: [backlog],
  tables: [{
    id: "audit",
    title: "What was published, and what holds",
    columns: [
      { header: "published", align: "left" },
      { header: "value" },
      { header: "verdict", align: "left" },
      { header: "reason", align: "left" },
    ],
    rows: [
      ["drain with concurrency 1", "48 min", verdict, `It follows from nothing ${HOSTILE}`],
      [HOSTILE, "97 times", "cannot be known", ["Two distances were compared, as ", ratio, "."]],
    ],
  }],
  answers: [
    answerOf(
      ["Asynchronously ", " as many orders are accepted: ", ", and not ", "."],
      [ratio, accepted, answered],
    ),
  ],
}];

const manifest: Manifest = {
  run_id: "sound",
  experiment: "phase3",
  question: "How many times more orders are accepted asynchronously?",
  target: "local",
  size: "quick",
  settings: { payment_ms: 100 },
  plan: {
    trials: [],
    timeFactor: 30,
    latenciesMs: {},
    metricPeriodS: 1,
    headline: "payment 100 ms",
  },
  repetitions: 5,
  seed: 7,
  started_at: "2026-11-28T00:00:00.000Z",
  ended_at: "2026-11-28T00:01:00.000Z",
  state: "completed",
  faults: [],
  time_factor: 30,
  git: { commit: "0123456789abcdef0123456789abcdef01234567", dirty: true },
  versions: { deno: "2.9.6" },
  machine: {
    os: "linux",
    release: "6",
    arch: "x86_64",
    cpu: HOSTILE,
    cores: 2,
    memory_bytes: 8 * 2 ** 30,
  },
  region: "us-east-1",
  price_table_date: "2026-10-01",
  warm_up_orders: { "slots-5": 100 },
  clocks: [{ hosts: "runner", source: "wall clock", error_ms: 2 }],
  files: { "orders.csv": { sha256: "ab".repeat(32) } },
};

const runs: readonly UsedRun[] = [
  { folder: "data/runs/sound", manifest, warnings: [] },
  {
    folder: "data/runs/interrupted",
    manifest: { ...manifest, run_id: "interrupted", state: "interrupted", faults: [HOSTILE] },
    warnings: ["the run is interrupted", HOSTILE],
  },
];

/** What the claims come from: a sound run, an interrupted one, and a file. */
export const sampleEvidence: Evidence = {
  runs,
  files: [{ path: "data/reference/prices.csv", sha256: "cd".repeat(32) }],
};

/** Prose that fits to what was published. */
export const SAMPLE_PROSE: readonly (readonly [file: string, text: string])[] = [
  ["prose/0-title.md", "# How should orders be paid?\n\nEvery number can be pressed.\n"],
  [
    "prose/1-verdict.md",
    `## Verdict

Asynchronously {{sale.ratio|value}} times as many orders are accepted ({{sale.ratio|interval}}).

{{warnings}}

{{cards}}
{{card:sync}}

### Synchronous

- **Orders accepted** {{sale.accepted.sync}}

{{card:queue}}

### Queue and workers {{path:queue}}

- **Orders accepted** {{sale.accepted.queue}}
- **Cost** {{cost.per_thousand}}

{{end}}

{{chart:backlog}}
`,
  ],
  [
    "prose/2-questions.md",
    `## The questions

### Q1. How many more?

{{answer:1_sale}}

It took *{{sale.drain}}*, of all that \`phase3\` measured.

{{table:audit|reasons}}
`,
  ],
  ["prose/3-provenance.md", "## Provenance\n\n{{provenance}}\n\n{{claims:sale}}\n\n{{sources}}\n"],
];

/** The whole sample. */
export function sampleContent(): Promise<ReportContent> {
  const proses = SAMPLE_PROSE.map(([file, text]) => proseOf(file, text));
  return reportContent(proses, samplePublished, sampleEvidence);
}
