/**
 * The report's prose: Markdown files of one folder, in the order of the numbers that their names begin with.
 *
 * @module
 */
import { type Placeholder, readPlaceholders } from "./placeholder.ts";

/** One file of prose. */
export interface Prose {
  /** As it is named in messages. */
  file: string;
  text: string;
  placeholders: readonly Placeholder[];
  /** What is wrong with its placeholders, `file:line: …`. */
  faults: readonly string[];
}

/** A text as prose. */
export function proseOf(file: string, text: string): Prose {
  const { placeholders, faults } = readPlaceholders(text);
  return {
    file,
    text,
    placeholders,
    faults: faults.map(({ line, text }) => `${file}:${line}: ${text}`),
  };
}

/**
 * Reads all `<number>-<name>.md` of a folder, by number.
 *
 * @param name of the folder in messages.
 * @throws {TypeError} if there is none.
 */
export async function readProse(folder: string, name: string): Promise<Prose[]> {
  const files: string[] = [];
  for await (const { name: file } of Deno.readDir(folder)) {
    if (/^\d+-.*\.md$/.test(file)) files.push(file);
  }
  if (files.length === 0) {
    throw new TypeError(`Cannot build the report: ${name} must hold files such as 1-verdict.md`);
  }
  files.sort((a, b) => parseInt(a) - parseInt(b) || (a < b ? -1 : 1));
  return await Promise.all(
    files.map(async (file) =>
      proseOf(`${name}/${file}`, await Deno.readTextFile(`${folder}/${file}`))
    ),
  );
}
