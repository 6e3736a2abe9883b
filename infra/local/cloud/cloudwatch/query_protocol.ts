/**
 * The AWS query protocol: requests as forms (`MetricData.member.1.Value=3`), answers as XML.
 *
 * @module
 */
import { escapeXml } from "../http/respond.ts";
import type { Shape } from "./shapes.ts";

type Tree = Map<string, Tree> & { text?: string };

function grow(form: URLSearchParams): Tree {
  const root: Tree = new Map();
  for (const [key, text] of form) {
    let node = root;
    for (const part of key.split(".")) {
      let next = node.get(part);
      if (next === undefined) node.set(part, next = new Map());
      node = next;
    }
    node.text = text;
  }
  return root;
}

/** What the text says, or the text itself, which the shape's check then refuses by name. */
function scalar(type: Shape["type"], text: string): unknown {
  switch (type) {
    case "double":
    case "integer": {
      const number = Number(text);
      return text.trim() === "" || (Number.isNaN(number) && text !== "NaN") ? text : number;
    }
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "timestamp": {
      const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
      return Number.isNaN(ms) ? text : ms / 1_000;
    }
    default:
      return text;
  }
}

function readTree(shape: Shape, node: Tree): unknown {
  if (shape.type === "structure") {
    const members = Object.entries(shape.members).flatMap(([name, member]) => {
      const child = node.get(name);
      return child === undefined ? [] : [[name, readTree(member, child)]];
    });
    return Object.fromEntries(members);
  }
  if (shape.type === "list") {
    // An empty list is sent as the bare name.
    return [...node.get("member") ?? []]
      .sort((a, b) => Number(a[0]) - Number(b[0]))
      .map(([, item]) => readTree(shape.member, item));
  }
  return scalar(shape.type, node.text ?? "");
}

/** The request that a form makes under a shape; members that the shape has not are left out. */
export function readForm(shape: Shape, form: URLSearchParams): Record<string, unknown> {
  return readTree(shape, grow(form)) as Record<string, unknown>;
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function writeXml(shape: Shape, value: unknown): string {
  switch (shape.type) {
    case "structure": {
      const record = value as Record<string, unknown>;
      return Object.entries(shape.members)
        .filter(([name]) => record[name] !== undefined)
        .map(([name, member]) => element(name, writeXml(member, record[name]))).join("");
    }
    case "list":
      return (value as unknown[]).map((item) => element("member", writeXml(shape.member, item)))
        .join("");
    case "map":
      return Object.entries(value as Record<string, unknown>).map(([key, item]) =>
        element(
          "entry",
          element("key", escapeXml(key)) + element("value", writeXml(shape.value, item)),
        )
      ).join("");
    case "timestamp":
      return new Date(Math.round(Number(value) * 1_000)).toISOString();
    default:
      return escapeXml(String(value));
  }
}

/** The XML answer of an operation. */
export function writeAnswer(
  operation: string,
  output: Shape | undefined,
  value: object,
  xmlNamespace: string,
): string {
  const result = output === undefined ? "" : element(`${operation}Result`, writeXml(output, value));
  const metadata = element("ResponseMetadata", element("RequestId", crypto.randomUUID()));
  return `<${operation}Response xmlns="${xmlNamespace}">${result}${metadata}</${operation}Response>`;
}
