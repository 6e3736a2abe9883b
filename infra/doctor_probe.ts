/**
 * Prints which optional programs are installed, as one JSON line. A process of its own, so that
 * `doctor` itself may run nothing but Deno.
 *
 * @module
 */

const PYTHON = `
import importlib.metadata, json, platform
versions = {"python3": platform.python_version()}
for name, package in (("boto3", "boto3"), ("locust", "locust"), ("frictionless", "frictionless"),
                      ("jupyter", "jupyterlab"), ("nbconvert", "nbconvert")):
    try:
        versions[name] = importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        pass
print(json.dumps(versions))`;

async function answer(program: string, args: string[]): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(program, {
      args,
      stdin: "null",
      stderr: "null",
      signal: AbortSignal.timeout(15_000),
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const [python, git, jupyter] = await Promise.all([
    answer("python3", ["-c", PYTHON]),
    answer("git", ["--version"]),
    // It may belong to another Python.
    answer("jupyter", ["lab", "--version"]),
  ]);
  console.log(JSON.stringify({
    ...(jupyter && { jupyter }),
    ...JSON.parse(python ?? "{}"),
    ...(git && { git: git.replace(/^git version /, "") }),
  }));
}
