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
import { PROCESS_TESTS, testFiles, writeTogether } from "./test_files.ts";

const HELP = `
Examples:
  deno task test                             everything, in minutes
  deno task test:unit                        what starts no process, in seconds
  deno task test --filter PublishBatcher     tests whose name contains these words
  deno task test services/worker             one folder
  SPILLWAY_REQUIRE_ALL=1 deno task test      a check that would be skipped fails instead

Skipped are only checks by independent clients (boto3, Locust, frictionless, SciPy,
nbconvert) that are not installed, or are older than those that CI installs, and by a browser elsewhere than on Linux x86-64.`;

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
    const content = options.unit
      ? await runUnitTests(projects, filter, total)
      : await runAllTests(projects, filter, total);
    const skipped = total.skipped === 0 ? "" : `, ${total.skipped} skipped`;
    console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
    interruption.signal.throwIfAborted();
    return content.every(Boolean) && total.failed === 0 ? EXIT.done : EXIT.failed;
  } finally {
    interruption.dispose();
  }
}

type ProjectPaths = ReturnType<typeof projectPaths>;

/** The tests that start no process, those of a folder in one program, and nothing of the docs. */
async function runUnitTests(
  projects: ProjectPaths,
  filter: readonly string[],
  total: Counts,
): Promise<boolean[]> {
  const temporary = await Deno.makeTempDir({ prefix: "spillway-tests-" });
  try {
    // All projects at once: nothing of these tests is timed.
    return await Promise.all(projects.map(async ({ project, paths }, index) => {
      const into = `${temporary}/${index}`;
      await Deno.mkdir(into);
      const programs = await writeTogether(await testFiles(paths, "unit"), into);
      return programs.length === 0 ||
        await runTests(project, ["--parallel", ...filter, ...programs], total);
    }));
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

/** Each file in a program of its own, with the docs' examples; then the tests over processes. */
async function runAllTests(
  projects: ProjectPaths,
  filter: readonly string[],
  total: Counts,
): Promise<boolean[]> {
  const content = await Promise.all(projects.map(({ project, paths }) => {
    const args = ["--doc", "--parallel", `--ignore=**/*${PROCESS_TESTS}`, ...filter, ...paths];
    return runTests(project, args, total);
  }));
  for (const { project, paths } of projects) {
    const files = await testFiles(paths, "process");
    if (files.length > 0) content.push(await runTests(project, [...filter, ...files], total));
  }
  return content;
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

if (import.meta.main) Deno.exit(await runCommand(() => test(Deno.args)));
