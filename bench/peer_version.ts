/** The version of an npm package that `deno.json` pins. */
export async function peerVersion(name: string): Promise<string> {
  const text = await Deno.readTextFile(new URL("../deno.json", import.meta.url));
  const { imports } = JSON.parse(text) as { imports: Record<string, string> };
  return imports[name]?.split("@").at(-1) ?? "unknown";
}
