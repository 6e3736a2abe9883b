/**
 * Our load generator as a process of its own, as `bench load` measures it: `URL closed 64 SECONDS` or
 * `URL open RATE SECONDS`. Every row is kept, as in an experiment.
 *
 * @module
 */
import { httpSender, type LoadPlan, runLoad, sendWarmUp } from "../../experiments/load/mod.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { createSystemClock } from "../../services/aws/system_clock.ts";

const CONNECTIONS = 64;
const WARM_UP_ORDERS = 5_000;

const [url = "", model = "", amount = "", seconds = ""] = Deno.args;
const durationS = Number(seconds);
const plan: LoadPlan = model === "open"
  ? { model, arrivals: { kind: "constant", ratePerS: Number(amount), durationS } }
  : {
    model: "closed",
    users: Number(amount),
    spawnRatePerS: 1_000_000,
    thinkMinMs: 0,
    thinkMaxMs: 0,
    durationS,
    stop: "finish",
  };
const clock = createSystemClock();
const random = createSeededRandom(1);

const warming = httpSender({ url: `${url}/warm` });
const warmUp = { idPrefix: "warm-", orders: WARM_UP_ORDERS, inFlight: CONNECTIONS };
await sendWarmUp(warmUp, { sender: warming, random });
warming.close();

const sender = httpSender({ url: `${url}/orders/async` });
await sender.connect(CONNECTIONS);
const identity = { trial: "bench", repetition: 1, path: "queue", runStartMs: clock.now() } as const;
const { rows } = await runLoad(plan, identity, { clock, sender, random });
sender.close();
const confirmed = [...rows].filter(({ outcome }) => outcome === "confirmed").length;
console.log(JSON.stringify({ rows: rows.length, confirmed }));
Deno.exit(0);
