/**
 * `deno task notebook`: opens the notebooks in JupyterLab; with `--check`, executes them all.
 *
 * @module
 */
import { Command } from "commander";
import { readCommandLine } from "../../experiments/cli/command_line.ts";
import { EXIT, type Fault, runCommand, throwFaults } from "../../experiments/cli/fail.ts";
import { onInterrupt } from "../../experiments/cli/signals.ts";
import { checkNotebooks } from "./check.ts";
import { checkJson, checkScreen } from "./check_screen.ts";
import { JUPYTER_FOLDER } from "./kernel_spec.ts";
import { openLab } from "./lab.ts";
import { liveProgress } from "./live_progress.ts";

const HELP = `
Without --check: opens notebooks/ in JupyterLab with this Deno as the kernel, until Ctrl-C. What follows --
is given to JupyterLab.
In VS Code (extension Jupyter) the notebooks run on the same kernel: call deno task notebook once, then
start it with  JUPYTER_PATH=${JUPYTER_FOLDER} code .
and choose Select Kernel, Jupyter Kernel, Deno. Cells have every permission: Deno gives them that.

With --check: executes the notebooks without Jupyter, on data/example/ whatever runs there are, and fails
on an error in a cell, on a notebook without a chart or with other than one answer, and on a claim that
is not as in notebooks/claims.json. Without names it checks all.

Examples:
  deno task notebook
  SPILLWAY_RUN=20261128T013048Z-phase4-local-056f deno task notebook
  deno task notebook -- --no-browser --port=8900
  deno task notebook -- --allow-root     where you are root, as in a container
  deno task notebook --check
  deno task notebook --check notebooks/4_worker_scaling.ipynb
  deno task notebook --check --update    remakes claims.json`;

const OPEN = "open the notebooks";
const CHECK = "check the notebooks";

function notebookCommand(): Command {
  return new Command("deno task notebook")
    .description("Opens the notebooks in JupyterLab, or executes and checks them.")
    .argument("[notebooks...]", "with --check: files; default: all")
    .option("--check", "execute them on the example data and compare their claims", false)
    .option("--update", "with --check: write notebooks/claims.json", false)
    .option("--json", "with --check: print one JSON document and nothing else", false)
    .option("--verbose", "print the stack of an unforeseen error", false)
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", HELP);
}

async function main(argv: readonly string[]): Promise<number> {
  const [own, forLab] = splitAtDashes(argv);
  const { options, operands, faults } = readCommandLine(notebookCommand(), own, OPEN);
  const json = options.json === true;
  const update = options.update === true;
  faults.push(...misfits(options, operands, forLab));
  if (options.check) faults.push(...await missingFiles(operands));
  throwFaults(faults);
  const interruption = onInterrupt();
  const { signal } = interruption;
  try {
    if (!options.check) return await openLab(signal, forLab);
    const notebooks = operands.length > 0 ? { notebooks: operands } : {};
    return await check({ ...notebooks, update, signal }, json);
  } finally {
    interruption.dispose();
  }
}

/** What stands before the first `--`, and what after it. */
function splitAtDashes(argv: readonly string[]): [string[], string[]] {
  const at = argv.indexOf("--");
  return at < 0 ? [[...argv], []] : [argv.slice(0, at), argv.slice(at + 1)];
}

/** Options that mean nothing together. */
function misfits(
  options: Record<string, unknown>,
  operands: readonly string[],
  forLab: readonly string[],
): Fault[] {
  const wanted = options.check ? CHECK : OPEN;
  const faults: Fault[] = [];
  if (!options.check) {
    for (const name of ["update", "json"]) {
      if (options[name]) faults.push({ wanted, rule: `--${name} goes with --check` });
    }
    for (const value of operands) {
      faults.push({ wanted, rule: "names of notebooks go with --check", value });
    }
    return faults;
  }
  if (options.update && operands.length > 0) {
    const rule = "--update writes the claims of all notebooks, so it takes no names";
    faults.push({ wanted, rule, value: operands.join(" ") });
  }
  if (forLab.length > 0) {
    const rule = "what follows -- is for JupyterLab, which --check does not start";
    faults.push({ wanted, rule, value: forLab.join(" ") });
  }
  return faults;
}

async function missingFiles(paths: readonly string[]): Promise<Fault[]> {
  const isFile = (path: string) => Deno.stat(path).then(({ isFile }) => isFile, () => false);
  const found = await Promise.all(paths.map(isFile));
  return paths.filter((path, index) => !found[index] || !path.endsWith(".ipynb")).map((value) => ({
    wanted: CHECK,
    rule: "there must be such a file, and its name must end in .ipynb",
    value,
  }));
}

async function check(
  options: Omit<Parameters<typeof checkNotebooks>[0], "onProgress">,
  json: boolean,
): Promise<number> {
  const startedAtMs = performance.now();
  const live = json ? undefined : liveProgress();
  const result = await checkNotebooks({
    ...options,
    onProgress: (progress) => live?.onProgress(progress),
  }).finally(() => live?.end());
  const seconds = (performance.now() - startedAtMs) / 1_000;
  console.log(json ? checkJson(result) : checkScreen(result, seconds));
  return result.faults.length === 0 ? EXIT.done : EXIT.failed;
}

if (import.meta.main) {
  const verbose = Deno.args.includes("--verbose");
  Deno.exit(await runCommand(() => main(Deno.args), { verbose }));
}
