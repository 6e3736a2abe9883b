/**
 * Holds {@linkcode httpSender} against undici's pool, `node:http` and `fetch`, in one run: closed loop,
 * 64 requests in flight, against a bare server in a process of its own.
 *
 * ```sh
 * deno run --allow-net=127.0.0.1 --allow-run=deno --allow-read --allow-env --allow-sys experiments/load/http_sender_bench.ts
 * ```
 *
 * @module
 */
import http from "node:http";
import process from "node:process";
import { Pool } from "undici";
import { httpSender } from "./http_sender.ts";
import type { OutgoingRequest } from "./sender.ts";

const IN_FLIGHT = 64;
const ROUND_MS = 1500;
const ROUNDS = 5;

interface Candidate {
  name: string;
  send(request: OutgoingRequest): Promise<number>;
  close(): void | Promise<void>;
}

function ours(url: string): Candidate {
  const sender = httpSender({ url });
  return {
    name: "httpSender",
    async send(request) {
      const result = await sender.send(request);
      if (!result.answered) throw new Error(result.error);
      return result.status;
    },
    close: () => sender.close(),
  };
}

function undici(url: string): Candidate {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: IN_FLIGHT, pipelining: 1 });
  const headers = { "content-type": "application/json" };
  return {
    name: "undici Pool",
    async send({ body }) {
      const answer = await pool.request({ path: pathname, method: "POST", headers, body });
      await answer.body.dump();
      return answer.statusCode;
    },
    close: () => pool.close(),
  };
}

function nodeHttp(url: string): Candidate {
  const agent = new http.Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  return {
    name: "node:http",
    send({ body }) {
      return new Promise((resolve, reject) => {
        const headers = { "content-type": "application/json", "content-length": body.length };
        const request = http.request(url, { method: "POST", agent, headers }, (answer) => {
          answer.resume();
          answer.on("end", () => resolve(answer.statusCode ?? 0));
        });
        request.on("error", reject);
        request.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}

function globalFetch(url: string): Candidate {
  const headers = { "content-type": "application/json" };
  return {
    name: "fetch",
    async send({ body }) {
      const answer = await fetch(url, { method: "POST", headers, body });
      await answer.body?.cancel();
      return answer.status;
    },
    close: () => {},
  };
}

/** Answers per second and per second of this process's CPU. */
async function round(candidate: Candidate): Promise<{ perS: number; perCpuS: number }> {
  let answers = 0;
  const endMs = performance.now() + ROUND_MS;
  const cpu = process.cpuUsage();
  const body = JSON.stringify({
    order_id: "bench-r1-000001",
    customer_id: 1,
    items: [{ product_id: "product-1", quantity: 1, price: 9.99 }],
  });
  await Promise.all(Array.from({ length: IN_FLIGHT }, async () => {
    while (performance.now() < endMs) {
      const status = await candidate.send({ orderId: "bench", body });
      if (status !== 202) throw new Error(`${candidate.name}: wanted 202, got ${status}`);
      answers++;
    }
  }));
  const { user, system } = process.cpuUsage(cpu);
  return { perS: answers / (ROUND_MS / 1000), perCpuS: answers / ((user + system) / 1e6) };
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function compare(url: string): Promise<void> {
  const candidates = [ours, undici, nodeHttp, globalFetch].map((make) => make(url));
  const results = candidates.map(() => ({ perS: [] as number[], perCpuS: [] as number[] }));
  // Round robin, so that a slow moment of the machine meets all; the first round is for the compiler.
  for (let i = 0; i <= ROUNDS; i++) {
    for (const [c, candidate] of candidates.entries()) {
      const { perS, perCpuS } = await round(candidate);
      if (i > 0) results[c]?.perS.push(perS), results[c]?.perCpuS.push(perCpuS);
    }
  }
  const reference = median(results[0]?.perS ?? []);
  console.log(`${IN_FLIGHT} in flight, medians of ${ROUNDS} rounds of ${ROUND_MS} ms`);
  console.table(candidates.map(({ name }, c) => ({
    client: name,
    "answers/s": Math.round(median(results[c]?.perS ?? [])),
    "ratio to httpSender": Number((median(results[c]?.perS ?? []) / reference).toFixed(2)),
    "answers/CPU-s": Math.round(median(results[c]?.perCpuS ?? [])),
  })));
  await Promise.all(candidates.map((candidate) => candidate.close()));
}

function serve(): void {
  const answer = JSON.stringify({ order_id: "bench-r1-000001", status: "pending" });
  const headers = { "content-type": "application/json" };
  Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.log(`http://127.0.0.1:${port}/orders/async`),
  }, async (request) => {
    await request.text();
    return new Response(answer, { status: 202, headers });
  });
}

if (Deno.args[0] === "serve") {
  serve();
} else {
  const server = new Deno.Command("deno", {
    args: [
      "run",
      "--allow-net=127.0.0.1",
      "--allow-env",
      "--allow-read",
      "--allow-sys",
      import.meta.filename ?? "",
      "serve",
    ],
    stdout: "piped",
  }).spawn();
  const first = await server.stdout.pipeThrough(new TextDecoderStream()).values().next();
  try {
    await compare(String(first.value).trim());
  } finally {
    server.kill("SIGTERM");
    await server.status;
  }
}
