import assert from "node:assert/strict";
import { hostPermissions } from "./hosts.ts";

Deno.test("hostPermissions() allows loopback and the endpoint's host, and no host may write or run", () => {
  const net = (permissions: string[]) => permissions.find((one) => one.startsWith("--allow-net"));
  assert.equal(
    net(hostPermissions("api", "http://127.0.0.1:1")),
    "--allow-net=127.0.0.1,localhost",
  );
  assert.equal(
    net(hostPermissions("worker", "http://elsewhere.test:4566/")),
    "--allow-net=127.0.0.1,localhost,elsewhere.test",
  );
  for (const name of ["api", "worker", "cloud"] as const) {
    const all = hostPermissions(name, "http://127.0.0.1:1");
    assert.deepEqual(all.filter((one) => /^-A|all$|write|run|ffi/.test(one)), [], name);
  }
});
