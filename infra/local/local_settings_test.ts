import assert from "node:assert/strict";
import { BadInput } from "../../experiments/cli/fail.ts";
import { localCommand, readLocalSettings } from "./local_settings.ts";

function faultsOf(...argv: string[]): string[] {
  try {
    readLocalSettings(argv);
  } catch (error) {
    assert.ok(error instanceof BadInput, String(error));
    return error.faults.map(({ rule, value, instead }) =>
      [rule, value, instead].filter((part) => part !== undefined).join(" | ")
    );
  }
  return [];
}

Deno.test("readLocalSettings() has the stated defaults", () => {
  assert.deepEqual(readLocalSettings([]), {
    path: "queue",
    paymentMs: 100,
    workers: 1,
    concurrency: 20,
    paymentSlots: 20,
    prefetch: "ahead",
    visibilityTimeoutS: 30,
    apiPort: 0,
    cloudPort: 0,
    latenciesMs: {},
    json: false,
    verbose: false,
  });
});

Deno.test("readLocalSettings() reads every option", () => {
  const argv = "--path queue --payment-ms 2.5 --workers 3 --concurrency 5 --slots 4 --prefetch 7 " +
    "--visibility 2 --port 8080 --cloud-port 4566 --latency sns.publish=110ms " +
    "--latency sqs.receive-message=1.5s --json --verbose";
  assert.deepEqual(readLocalSettings(argv.split(" ")), {
    path: "queue",
    paymentMs: 2.5,
    workers: 3,
    concurrency: 5,
    paymentSlots: 4,
    prefetch: 7,
    visibilityTimeoutS: 2,
    apiPort: 8080,
    cloudPort: 4566,
    latenciesMs: { "sns.publish": 110, "sqs.receive-message": 1500 },
    json: true,
    verbose: true,
  });
  assert.equal(readLocalSettings(["--prefetch=original"]).prefetch, "original");
});

Deno.test("readLocalSettings() names all faults at once", () => {
  assert.deepEqual(
    faultsOf(
      ...["--paymnt-ms", "5", "--payment-ms", "0", "--workers=-1", "--prefetch", "behind"],
      ...["--latency", "sns.pubish=110ms", "--latency", "sns.publish=fast", "extra", "--port"],
    ),
    [
      "--port needs a value | --port <port>",
      "there is no option --paymnt-ms | did you mean --payment-ms?",
      "it takes options only | extra",
      "--payment-ms must be a number of milliseconds, > 0 and at most 3600000 | 0",
      "--workers must be a whole number from 0 to 64 | -1",
      "--prefetch must be ahead, original or a whole number from 0 to 10000 | behind",
      "--latency must name a known call | sns.pubish | did you mean sns.publish?",
      "--latency must be a call and a time from 0ms to 60s | sns.publish=fast | --latency sns.publish=110ms",
    ],
  );
});

Deno.test("readLocalSettings() refuses each value out of its range", () => {
  const cases: [string, string][] = [
    ["--payment-ms", "3s"],
    ["--payment-ms", "NaN"],
    ["--payment-ms", "3600001"],
    ["--workers", "65"],
    ["--workers", "1.5"],
    ["--concurrency", "0"],
    ["--slots", ""],
    ["--prefetch", "-1"],
    ["--visibility", "0"],
    ["--visibility", "43201"],
    ["--port", "65536"],
    ["--cloud-port", "http"],
    ["--path", "sync"],
    ["--latency", "sns.publish=61s"],
    ["--latency", "sns.publish"],
  ];
  for (const argv of cases) {
    const faults = faultsOf(...argv);
    assert.equal(faults.length, 1, argv.join(" "));
    assert.match(faults[0] ?? "", new RegExp(`^${argv[0]} must`));
  }
});

Deno.test("readLocalSettings() says that lambda is not available, and that ports must differ", () => {
  assert.deepEqual(faultsOf("--path", "lambda", "--port", "80", "--cloud-port", "80"), [
    "--path must be queue | lambda | functions are not available on the local target yet; use --path queue",
    "--port and --cloud-port must differ | 80",
  ]);
});

Deno.test("localCommand() has help with examples", () => {
  let help = "";
  const command = localCommand().exitOverride().configureOutput({
    writeOut: (text) => help += text,
  });
  assert.throws(() => command.parse(["--help"], { from: "user" }), {
    code: "commander.helpDisplayed",
  });
  assert.match(help, /Usage: deno task local/);
  assert.match(help, /Examples:\n {2}deno task local\n/);
});
