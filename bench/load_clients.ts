/**
 * The load generators that `bench load` measures.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

/** What to send: as fast as answers come over 64 connections, or at a constant rate. */
export type LoadTask =
  | { url: string; model: "closed"; connections: number; durationS: number }
  | { url: string; model: "open"; ratePerS: number; durationS: number };

/** A load generator. */
export interface LoadClient {
  name: string;
  /** The program; absent for what is ours. */
  program?: string;
  /** How to get it. */
  install?: string;
  /** Words of a command that prints its version. */
  version?: readonly string[];
  /** The command line, what goes to its standard input, and its environment. */
  command(task: LoadTask): { words: string[]; input?: string; env?: Record<string, string> };
}

const BODY = JSON.stringify({
  order_id: "bench-000001",
  customer_id: 7,
  items: [{ product_id: "product-1", quantity: 2, price: 19.99 }],
});
const TYPE = "application/json";

/** Our load generator as a program. */
export const OWN_LOAD = new URL("./peers/own_load.ts", import.meta.url).href;
const OWN_PERMISSIONS = ["--allow-net=127.0.0.1", "--allow-env", "--allow-sys"];

/** One thread, so that none gains by what a core more would give it. */
const GO_ONE_CORE = { GOMAXPROCS: "1" };

const LOCUST_FILE = fileURLToPath(new URL("./peers/locust_user.py", import.meta.url));
/** Locust has no open loop: users, each at its share of the rate, stand for one. */
const LOCUST_OPEN_USERS = 200;

const K6_SCRIPT = `
import http from "k6/http";
const { URL, BODY, RATE, DURATION, CONNECTIONS } = __ENV;
const duration = DURATION + "s";
const open = { executor: "constant-arrival-rate", rate: Number(RATE), timeUnit: "1s", duration,
  preAllocatedVUs: 200, maxVUs: 2000 };
const closed = { executor: "constant-vus", vus: Number(CONNECTIONS), duration };
export const options = { discardResponseBodies: true, scenarios: { load: RATE ? open : closed } };
const params = { headers: { "content-type": "${TYPE}" } };
export default function () { http.post(URL, BODY, params); }
`;

/** Ours first. */
export const loadClients: readonly LoadClient[] = [
  {
    name: "spillway",
    command: (task) => ({
      words: [
        Deno.execPath(),
        "run",
        "--quiet",
        "--no-prompt",
        "--cached-only",
        ...OWN_PERMISSIONS,
        OWN_LOAD,
        task.url,
        task.model,
        String(task.model === "open" ? task.ratePerS : task.connections),
        String(task.durationS),
      ],
    }),
  },
  {
    name: "vegeta",
    program: "vegeta",
    install: "go install github.com/tsenart/vegeta/v12@latest",
    // What `go install` has made does not know its own version, but Go does.
    version: ["sh", "-c", 'vegeta -version; go version -m "$(command -v vegeta)"'],
    command: (task) => ({
      words: [
        "vegeta",
        "attack",
        "-format=json",
        `-duration=${task.durationS}s`,
        "-output=/dev/null",
        ...(task.model === "open"
          ? [`-rate=${task.ratePerS}/s`]
          : ["-rate=0", `-workers=${task.connections}`, `-max-workers=${task.connections}`]),
      ],
      input: JSON.stringify({
        method: "POST",
        url: `${task.url}/orders/async`,
        body: btoa(BODY),
        header: { "content-type": [TYPE] },
      }) + "\n",
      env: GO_ONE_CORE,
    }),
  },
  {
    name: "k6",
    program: "k6",
    install: "go install go.k6.io/k6@latest",
    version: ["k6", "version"],
    command: (task) => ({
      words: ["k6", "run", "--quiet", "--no-usage-report", "-"],
      input: K6_SCRIPT,
      env: {
        ...GO_ONE_CORE,
        URL: `${task.url}/orders/async`,
        BODY,
        DURATION: String(task.durationS),
        ...(task.model === "open"
          ? { RATE: String(task.ratePerS) }
          : { CONNECTIONS: String(task.connections) }),
      },
    }),
  },
  {
    name: "autocannon",
    program: "autocannon",
    install: "npm install --global autocannon",
    version: ["autocannon", "--version"],
    command: (task) => ({
      words: [
        "autocannon",
        "--json",
        "--method=POST",
        `--duration=${task.durationS}`,
        `--connections=${task.model === "open" ? 64 : task.connections}`,
        ...(task.model === "open" ? [`--overallRate=${task.ratePerS}`] : []),
        `--headers=content-type=${TYPE}`,
        `--body=${BODY}`,
        `${task.url}/orders/async`,
      ],
    }),
  },
  {
    name: "locust",
    program: "locust",
    install: "pip install locust",
    version: ["locust", "--version"],
    command: (task) => {
      const users = String(task.model === "open" ? LOCUST_OPEN_USERS : task.connections);
      return {
        words: [
          "locust",
          "--headless",
          "--only-summary",
          `--locustfile=${LOCUST_FILE}`,
          `--host=${task.url}`,
          `--users=${users}`,
          `--spawn-rate=${users}`,
          `--run-time=${task.durationS}s`,
        ],
        env: {
          BODY,
          USERS: users,
          ...(task.model === "open" ? { RATE: String(task.ratePerS) } : {}),
        },
      };
    },
  },
];
