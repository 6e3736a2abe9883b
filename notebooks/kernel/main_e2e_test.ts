/** `deno task notebook`, as it is typed. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { alive, signal } from "../../infra/local/process_probe.ts";
import { linesOf, notebookOf, until, withNotebooks } from "./notebooks_for_tests.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

function start(args: readonly string[], env: Record<string, string> = {}) {
  return new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "notebook", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function notebook(args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await start(args, env).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("notebook --check names the cell of an error, says how far it is, and exits 1", async () => {
  await withNotebooks(
    { "1_why": ["# Why?", "1;", "throw new Error('no rows')"] },
    async ([path]) => {
      const people = await notebook(["--check", path!]);
      assert.equal(people.code, 1);
      assert.match(
        people.stdout,
        /^ {2}notebook +claims +charts +tables +took\n {2}1_why +0 +0 +0 /,
      );
      assert.match(people.stdout, /\n {2}1_why: cell 3: Error: no rows\n/);
      assert.match(people.stdout, /\n1 notebook in .* · 1 wrong\n$/);
      assert.match(people.stderr, /^ {2}failed {2}1_why · 2 of 2 cells/);
      const programs = await notebook(["--check", "--json", path!]);
      const { ok, faults, notebooks } = JSON.parse(programs.stdout);
      assert.deepEqual([programs.code, ok, programs.stderr], [1, false, ""]);
      assert.deepEqual(faults, ["1_why: cell 3: Error: no rows"]);
      assert.equal(notebooks[0].answer, null);
    },
  );
});

Deno.test("notebook refuses what it cannot do, all at once, and exits 2", async () => {
  const cases: [string[], string[]][] = [
    [["--chek", "--json"], [
      "Cannot open the notebooks: there is no option --chek",
      "  did you mean --check?",
      "Cannot open the notebooks: --json goes with --check",
    ]],
    [["notes.ipynb"], [
      'Cannot open the notebooks: names of notebooks go with --check, got "notes.ipynb"',
    ]],
    [["--check", "--", "--no-browser"], [
      'Cannot check the notebooks: what follows -- is for JupyterLab, which --check does not start, got "--no-browser"',
    ]],
    [["--check", "--update", "no.ipynb", "README.md"], [
      'Cannot check the notebooks: --update writes the claims of all notebooks, so it takes no names, got "no.ipynb README.md"',
      'Cannot check the notebooks: there must be such a file, and its name must end in .ipynb, got "no.ipynb"',
      'Cannot check the notebooks: there must be such a file, and its name must end in .ipynb, got "README.md"',
    ]],
  ];
  for (const [args, wanted] of cases) {
    const { code, stdout, stderr } = await notebook(args);
    assert.deepEqual([code, stdout, stderr.trimEnd().split("\n")], [2, "", wanted]);
  }
});

Deno.test("notebook --check says what is wrong with a file that is no notebook, and exits 1", async () => {
  await withNotebooks({}, async (_, folder) => {
    const path = `${folder}/1_old.ipynb`;
    await Deno.writeTextFile(path, JSON.stringify({ ...notebookOf([]), nbformat: 3 }));
    const { code, stderr } = await notebook(["--check", path]);
    assert.deepEqual([code, stderr], [1, `Cannot read ${path}: nbformat must be 4\n`]);
  });
});

Deno.test("notebook --check leaves no process behind, however it is ended", async (t) => {
  for (const name of ["INT", "TERM", "KILL"] as const) {
    await t.step(name, () =>
      withNotebooks({}, async (_, folder) => {
        const pids = `${folder}/pids`;
        const cell = `Deno.writeTextFileSync("${pids}", Deno.ppid + "\\n" + Deno.pid + "\\n");
          await new Promise(() => {});`;
        await withNotebooks({ a: [cell] }, async ([path]) => {
          const task = start(["--check", path!]).spawn();
          const [main, kernel] = await until(async () => {
            const found = await linesOf(pids);
            return found.length === 2 ? found.map(Number) : undefined;
          });
          await signal(name, [main!]);
          const ended = [task.status, task.stdout.cancel(), task.stderr.cancel()] as const;
          const [{ code }] = await Promise.all(ended);
          assert.equal(code, { INT: 130, TERM: 130, KILL: 137 }[name]);
          // A kernel whose starter was killed looks for it every half second.
          await until(async () => (await alive([kernel!])).length === 0 ? true : undefined);
        });
      }));
  }
});

Deno.test("notebook without Jupyter says how to get it, and exits 1", async () => {
  // No program but the one that is running is on this PATH.
  const { code, stdout, stderr } = await notebook([], { PATH: "/nowhere" });
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^Cannot open the notebooks: JupyterLab must be installed/);
  assert.match(stderr, /\n {2}install it: python3 -m pip install jupyterlab\n/);
  assert.match(stderr, /JUPYTER_PATH=\S+notebooks\/\.jupyter code /);
});

Deno.test("notebook says how to give options to a lab that refuses to start, and exits 1", async () => {
  await withNotebooks({}, async (_, folder) => {
    const jupyter = `#!/bin/sh
      [ "$2" = --version ] && exit 0
      echo "Running as root is not recommended. Use --allow-root to bypass." >&2
      exit 1`;
    await Deno.writeTextFile(`${folder}/jupyter`, jupyter, { mode: 0o755 });
    const { code, stderr } = await notebook([], { PATH: `${folder}:${Deno.env.get("PATH")}` });
    assert.equal(code, 1);
    assert.match(stderr, /\nJupyterLab ended with exit code 1\n {2}its options follow --: /);
  });
});

Deno.test("notebook opens the lab on our kernel spec, and Ctrl-C ends it", async () => {
  await withNotebooks({}, async (_, folder) => {
    // Stands in for Jupyter: says how it was called, and ends when it is told to.
    const jupyter = `#!/bin/sh
      [ "$2" = --version ] && exit 0
      trap 'echo stopped >> "${folder}/said"; exit 0' TERM
      echo "$JUPYTER_PATH" > "${folder}/said"
      echo "$*" >> "${folder}/said"
      echo $PPID >> "${folder}/said"
      while :; do sleep 0.1; done`;
    await Deno.writeTextFile(`${folder}/jupyter`, jupyter, { mode: 0o755 });
    const path = `${folder}:${Deno.env.get("PATH")}`;
    const options = ["--", "--no-browser", "--port=0"];
    const task = start(options, { PATH: path, JUPYTER_PATH: "/of/the/user" }).spawn();
    const [jupyterPath, args, main] = await until(async () => {
      const lines = await linesOf(`${folder}/said`);
      return lines.length === 3 ? lines : undefined;
    });
    await signal("INT", [Number(main)]);
    const ended = [task.status, task.stdout.cancel(), task.stderr.cancel()] as const;
    const [{ code }] = await Promise.all(ended);
    assert.equal(code, 130);
    assert.equal((await linesOf(`${folder}/said`)).at(-1), "stopped");
    assert.equal(args, `lab ${ROOT}notebooks --no-browser --port=0`);
    const [ours, users] = jupyterPath!.split(":");
    assert.equal(users, "/of/the/user");
    const spec = JSON.parse(await Deno.readTextFile(`${ours}/kernels/deno/kernel.json`));
    assert.equal(spec.argv[0], Deno.execPath());
  });
});
