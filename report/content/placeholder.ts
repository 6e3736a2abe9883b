/**
 * Placeholders: how prose names what notebooks published.
 *
 * `{{phase3.accepted.sync}}` is a claim with its unit, `{{phase3.accepted.sync|value}}` its number alone,
 * `|interval` its interval. All others are a word, or a word and a name: see {@linkcode KINDS}.
 *
 * @module
 */

/** What a placeholder is, beside a claim: whether it takes a name, and whether it stands on a line of its own. */
const KINDS = {
  claim: { named: true, block: false, options: ["value", "interval"] },
  /** A notebook's answer, a sentence: `{{answer:2_async_acceptance}}`. */
  answer: { named: true, block: false, options: [] },
  /** The colour of a path, as a mark before its name: `{{path:queue}}`. */
  path: { named: true, block: false, options: [] },
  chart: { named: true, block: true, options: [] },
  /** With `|reasons`, a row's first cell opens its last. */
  table: { named: true, block: true, options: ["reasons"] },
  /** A table of all claims whose id starts with this word: `{{claims:audit}}`. */
  claims: { named: true, block: true, options: [] },
  /** Begins cards, which end with `end`; each begins with `card` and the name of a path. */
  cards: { named: false, block: true, options: [] },
  card: { named: true, block: true, options: [] },
  end: { named: false, block: true, options: [] },
  /** What a reader must be told of the runs; nothing of sound ones. */
  warnings: { named: false, block: true, options: [] },
  /** Runs, seeds, commits, machines, versions, hashes. */
  provenance: { named: false, block: true, options: [] },
  /** Every claim with where it comes from. */
  sources: { named: false, block: true, options: [] },
} as const satisfies Record<string, { named: boolean; block: boolean; options: readonly string[] }>;

/** See {@linkcode KINDS}. */
export type Kind = keyof typeof KINDS;

/** One placeholder of a text. */
export interface Placeholder {
  /** As it stands in the text, with braces. */
  raw: string;
  kind: Kind;
  /** What is named; empty of kinds that name nothing. */
  name: string;
  option: string | undefined;
  /** From 1. */
  line: number;
}

/** Something wrong in a line of prose. */
export interface ProseFault {
  /** From 1. */
  line: number;
  text: string;
}

const BRACED = /\{\{([^{}\n]*)\}\}/g;

/**
 * Finds the placeholders of a text, and what is wrong with any.
 *
 * @example
 * ```ts
 * import { readPlaceholders } from "./placeholder.ts";
 * import assert from "node:assert/strict";
 *
 * const { placeholders, faults } = readPlaceholders("It took {{phase5.drain|value}} seconds.\n\n{{chrt:a}}");
 * assert.equal(placeholders[0]?.option, "value");
 * assert.deepEqual(faults.map(({ line }) => line), [3]);
 * ```
 */
export function readPlaceholders(
  text: string,
): { placeholders: Placeholder[]; faults: ProseFault[] } {
  const placeholders: Placeholder[] = [];
  const faults: ProseFault[] = [];
  text.split("\n").forEach((content, index) => {
    const line = index + 1;
    for (const [raw, inside] of content.matchAll(BRACED)) {
      const read = readOne(raw, inside!.trim(), line);
      if (typeof read === "string") faults.push({ line, text: `${raw} ${read}` });
      else {
        placeholders.push(read);
        if (KINDS[read.kind].block && content.trim() !== raw) {
          faults.push({ line, text: `${raw} must stand on a line of its own` });
        }
      }
    }
    if (/\{\{|\}\}/.test(content.replace(BRACED, ""))) {
      faults.push({ line, text: "{{ must be closed by }} in the same line" });
    }
  });
  return { placeholders, faults };
}

/** A placeholder, or what is wrong with it. */
function readOne(raw: string, inside: string, line: number): Placeholder | string {
  const [subject = "", option, ...more] = inside.split("|").map((part) => part.trim());
  const [word = "", ...rest] = subject.split(":");
  const named = rest.length > 0;
  const kind = named || word in KINDS ? word : "claim";
  if (!isKind(kind)) return `is unknown: it must be ${FORMS.join(", ")}`;
  const name = named ? rest.join(":").trim() : kind === "claim" ? subject : "";
  const rule = KINDS[kind];
  if (rule.named !== (name !== "")) {
    return rule.named ? `must name something: {{${kind}:…}}` : `takes no name: {{${kind}}}`;
  }
  const options: readonly string[] = rule.options;
  if (more.length > 0 || (option !== undefined && !options.includes(option))) {
    return options.length === 0 ? "takes no |" : `may have |${options.join(" or |")} and no other`;
  }
  return { raw, kind, name, option, line };
}

function isKind(word: string): word is Kind {
  return Object.hasOwn(KINDS, word);
}

/** Whether it stands for a block of the page, and not for words in a sentence. */
export function isBlock({ kind }: Placeholder): boolean {
  return KINDS[kind].block;
}

const FORMS = Object.entries(KINDS).map(([kind, { named }]) =>
  kind === "claim" ? "{{claim.id}}" : named ? `{{${kind}:…}}` : `{{${kind}}}`
);

/**
 * Puts something in place of each placeholder, in order.
 *
 * @param placeholders all of `text`, as {@linkcode readPlaceholders} found them without a fault.
 */
export function replacePlaceholders(
  text: string,
  placeholders: readonly Placeholder[],
  replace: (placeholder: Placeholder, index: number) => string,
): string {
  let index = 0;
  return text.replace(BRACED, () => {
    const at = index++;
    return replace(placeholders[at]!, at);
  });
}
