import assert from "node:assert/strict";
import { impurities } from "./purity.ts";

const ROOT = new URL("./", import.meta.url);

/** Files of `services/` that the rule covers: all but adapters, hosts, tests and contracts. */
function coveredFiles(folder: URL = ROOT): URL[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const child = new URL(isDirectory ? `${name}/` : name, folder);
    if (isDirectory) return child.href === new URL("aws/", ROOT).href ? [] : coveredFiles(child);
    const exempt = /(^main|^testing|_test|_bench|_contract)\.ts$/.test(name);
    return name.endsWith(".ts") && !exempt ? [child] : [];
  });
}

Deno.test("services/ takes time, randomness and the network from its ports alone", () => {
  const files = coveredFiles();
  assert.ok(files.length > 20, "the covered files were found");
  const found = files.flatMap((file) =>
    impurities(Deno.readTextFileSync(file)).map(({ line, name }) =>
      `${file.pathname.slice(ROOT.pathname.length)}:${line} ${name}`
    )
  );
  assert.deepEqual(found, []);
});

Deno.test("services/ covers core, API and worker by the rule", () => {
  const names = coveredFiles().map((file) => file.pathname.slice(ROOT.pathname.length));
  for (const name of ["orders/accept_order.ts", "api/create_api.ts", "worker/run_worker.ts"]) {
    assert.ok(names.includes(name), name);
  }
  assert.ok(names.every((name) => !name.startsWith("aws/") && !name.endsWith("main.ts")));
});

const impure: [source: string, name: string][] = [
  ["const now = Date.now();", "Date"],
  ["const now = new Date();", "Date"],
  ["const { now } = globalThis.Date;", "Date"],
  ["await new Promise((wake) => setTimeout(wake, 1));", "setTimeout"],
  ["setInterval(tick, 1)", "setInterval"],
  ["setImmediate(tick)", "setImmediate"],
  ["queueMicrotask(tick)", "queueMicrotask"],
  ["process.nextTick(tick)", "nextTick"],
  ["const signal = AbortSignal.timeout(5);", "AbortSignal.timeout"],
  ["const signal = AbortSignal\n  .timeout(5);", "AbortSignal.timeout"],
  ["performance.now()", "performance"],
  ["Math.random()", "Math.random"],
  ['Math["random"]()', "Math.random"],
  ["crypto.randomUUID()", "crypto"],
  ["crypto.getRandomValues(bytes)", "crypto"],
  ["await fetch(url)", "fetch"],
  ["const send = globalThis.fetch;", "fetch"],
  ["const send = fetch;", "fetch"],
  ['Deno.env.get("HOME")', "Deno"],
  ["Temporal.Now.instant()", "Temporal"],
  ["const text = `at ${Date.now()}`;", "Date"],
  ["const text = `a ${`b ${Math.random()}`} c`;", "Math.random"],
  ['import process from "node:process";', "node:process"],
  ['const timers = await import("node:timers/promises");', "node:timers/promises"],
];

for (const [source, name] of impure) {
  Deno.test(`impurities() finds ${name} in ${source.replace("\n", " ")}`, () => {
    assert.deepEqual(impurities(source).map((found) => found.name), [name]);
  });
}

const pure = [
  "const dates = updateDate(validDate);",
  "// Date.now() is not used here",
  "/** @example setTimeout(wake, 1) */",
  "/*\n * Deno.env\n */ const a = 1;",
  'const text = "fetch the Date from Deno";',
  "const text = 'it\\'s Math.random()';",
  "const text = `performance ${name} of Date`;",
  "const pattern = /Date.now()/;",
  "return api.fetch(request);",
  "app.request(path).fetch",
  "interface Host { fetch(request: Request): Promise<Response>; }",
  "clock.setTimeout",
  "const { fetch: send } = deps;",
  "signal.timeout",
  'import type { Clock } from "./ports.ts";',
];

for (const source of pure) {
  Deno.test(`impurities() finds nothing in ${source.replaceAll("\n", " ")}`, () => {
    assert.deepEqual(impurities(source), []);
  });
}

Deno.test("impurities() names the line", () => {
  const source = '/* one\ntwo */\nconst a = "x";\nconst b = `\n${Date.now()}`;\n';
  assert.deepEqual(impurities(source), [{ line: 5, name: "Date" }]);
});
