/**
 * `deno task test`: all tests, or those that start no process; ends with one plain line of counts.
 *
 * @module
 */
import { Command } from "commander";
import { readCommandLine } from "../experiments/cli/command_line.ts";
import { EXIT, runCommand, throwFaults } from "../experiments/cli/fail.ts";
import { onInterrupt } from "../experiments/cli/signals.ts";
import { type Counts, junitCounts } from "./junit.ts";
import { type Project, projectPaths } from "./projects.ts";

const HELP = `
Examples:
  deno task test                             everything, in minutes
  deno task test:unit                        what starts no process, in seconds
  deno task test --filter "publish batcher"  tests whose name contains these words
  deno task test services/worker             one folder
  SPILLWAY_REQUIRE_ALL=1 deno task test      a check that would be skipped fails instead

Skipped are only checks by independent clients (boto3, Locust, frictionless, SciPy,
nbconvert) that are not installed, or are older than those that CI installs, and by a browser elsewhere than on Linux x86-64.`;

/** Files whose tests run real processes, and so run one after the other. */
const PROCESS_TESTS = "_e2e_test.ts";

/** What tests may do: loopback, temporary folders, and the programs that they start. */
const PERMISSIONS = [
  "--no-prompt",
  "--allow-net=127.0.0.1,localhost",
  "--allow-env",
  "--allow-sys",
  "--allow-read",
  "--allow-write",
  `--allow-run=${Deno.execPath()},git,ps,sh,python3`,
];

function testCommand(): Command {
  return new Command("deno task test")
    .description("Runs the tests.")
    .argument("[paths...]", "files or folders; default: all")
    .option(
      "--unit",
      "only tests that start no process, and no examples of the docs (deno task test:unit)",
    )
    .option("--filter <words>", "only tests whose name contains these words")
    .addHelpText("after", HELP);
}

/** Runs the command; returns its exit code. */
export async function test(argv: readonly string[]): Promise<number> {
  const { options, operands, faults } = readCommandLine(
    testCommand(),
    argv,
    "test",
  );
  throwFaults(faults);
  const filter = options.filter === undefined ? [] : ["--filter", String(options.filter)];
  const interruption = onInterrupt();
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    const projects = projectPaths(operands);
    // All at once: each of their files is a test of its own already, and nothing of them is timed.
    const content = await Promise.all(projects.map(({ project, paths }) => {
      const unit = [
        // Each example is a program of its own, which takes 0.1 s to load.
        ...options.unit ? [] : ["--doc"],
        "--parallel",
        `--ignore=**/*${PROCESS_TESTS}`,
        ...filter,
        ...paths,
      ];
      return runTests(project, unit, total);
    }));
    for (const { project, paths } of options.unit ? [] : projects) {
      const files = await processTests(paths);
      if (files.length > 0) {
        content.push(await runTests(project, [...filter, ...files], total));
      }
    }
    const skipped = total.skipped === 0 ? "" : `, ${total.skipped} skipped`;
    console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
    interruption.signal.throwIfAborted();
    return content.every(Boolean) && total.failed === 0 ? EXIT.done : EXIT.failed;
  } finally {
    interruption.dispose();
  }
}

/** Runs `deno test`, adds up its counts, and says whether it was content. */
async function runTests(
  { config, permissions }: Project,
  args: readonly string[],
  total: Counts,
): Promise<boolean> {
  const report = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const { success } = await new Deno.Command(Deno.execPath(), {
      // Types are checked by `deno task check`: once, not before every test.
      args: [
        "test",
        `--config=${config}`,
        "--no-check",
        "--permit-no-files",
        ...permissions.includes("--allow-all")
          ? ["--no-prompt", ...permissions]
          : [...PERMISSIONS, ...permissions],
        `--junit-path=${report}`,
        ...args,
      ],
      stdin: "null",
    }).spawn().status;
    const counts = junitCounts(await Deno.readTextFile(report));
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    if (!success && counts.failed === 0) total.failed += 1;
    return success;
  } finally {
    await Deno.remove(report);
  }
}

/** The files below `paths` that hold tests over real processes. */
async function processTests(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const { isFile } = await Deno.stat(path);
    if (!isFile) found.push(...await filesBelow(path));
    else if (path.endsWith(PROCESS_TESTS)) found.push(path);
  }
  return found.sort();
}

async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    if (isDirectory && !name.startsWith(".") && name !== "node_modules") {
      found.push(...await filesBelow(`${folder}/${name}`));
    } else if (isFile && name.endsWith(PROCESS_TESTS)) {
      found.push(`${folder}/${name}`);
    }
  }
  return found;
}

if (import.meta.main) Deno.exit(await runCommand(() => test(Deno.args)));
