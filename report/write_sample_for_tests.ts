/**
 * Writes the sample report into a folder, for tests of other projects: `deno run … FOLDER`.
 *
 * @module
 */
import { reportFiles, writeReport } from "./build.ts";
import { sampleContent } from "./sample_for_tests.ts";

if (import.meta.main) {
  await writeReport(Deno.args[0]!, await reportFiles(await sampleContent()));
}
