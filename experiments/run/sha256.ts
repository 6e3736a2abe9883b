/**
 * SHA-256 of files, which may have gigabytes.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Manifest } from "./manifest.ts";

/** Read at once to be hashed. */
const HASH_BYTES = 2 ** 20;

/**
 * SHA-256 of a file, hexadecimal. What is hashed next is read meanwhile.
 *
 * @throws what `Deno.open` throws, as of a file that is not there.
 * @example
 * ```ts
 * import { sha256 } from "./sha256.ts";
 * import assert from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "abc");
 * assert.match(await sha256(path), /^ba7816bf8f01cfea.*15ad$/); // the example of FIPS 180
 * await Deno.remove(path);
 * ```
 */
export async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  using file = await Deno.open(path);
  let [bytes, others] = [new Uint8Array(HASH_BYTES), new Uint8Array(HASH_BYTES)];
  let reading = file.read(bytes);
  for (let read = await reading; read !== null; read = await reading) {
    reading = file.read(others);
    hash.update(bytes.subarray(0, read));
    [bytes, others] = [others, bytes];
  }
  return hash.digest("hex");
}

/** A file that is not as a run left it. */
export interface ChangedFile {
  name: string;
  /** Its hash in the manifest. */
  wanted: string;
  /** Its hash now, or why there is none. */
  got: string;
}

/**
 * Compares files with the hashes in a run's manifest.
 *
 * @param folder absolute.
 * @returns in the manifest's order; never rejects.
 * @example
 * ```ts
 * import { changedFiles } from "./sha256.ts";
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/orders.csv`, "changed");
 * const [changed] = await changedFiles(folder, { "orders.csv": { sha256: "ba78" } });
 * assert.deepEqual([changed?.name, changed?.wanted], ["orders.csv", "ba78"]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function changedFiles(
  folder: string,
  files: Manifest["files"],
): Promise<ChangedFile[]> {
  const changed: ChangedFile[] = [];
  for (const [name, { sha256: wanted }] of Object.entries(files)) {
    const got = await sha256(`${folder}/${name}`).catch((error: Error) => error.message);
    if (got !== wanted) changed.push({ name, wanted, got });
  }
  return changed;
}
