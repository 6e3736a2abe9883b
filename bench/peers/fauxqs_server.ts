/**
 * fauxqs's own queues and server: the peer of the embedded cloud, which has fauxqs's operations over
 * queues of its own. Its `startFauxqs` listens on every interface, so its app is started here.
 *
 * @module
 */
import { buildApp } from "fauxqs";

const app = buildApp({ logger: false, defaultRegion: "us-east-1" });
const url = await app.listen({ host: "127.0.0.1", port: 0 });
console.log(JSON.stringify({ event: "listening", url }));

// Its parent is gone when its standard input ends.
for await (const _ of Deno.stdin.readable);
Deno.exit(0);
