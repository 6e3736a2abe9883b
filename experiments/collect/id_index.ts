/**
 * A number for each order id, from 0, in the order in which they are first seen.
 *
 * @module
 */
import { orderIdOf, orderNumberOf } from "../load/orders.ts";
import { createColumn } from "./column.ts";

/** See {@linkcode createIdIndex}. */
export interface IdIndex {
  /** How many ids are known. */
  readonly size: number;
  /** The number of a known id. */
  find(id: string): number | undefined;
  /** The number of an id, which is known from now on. */
  add(id: string): number;
  /** All ids known. */
  ids(): Iterable<string>;
}

/** Numbers beyond take no column: a foreign id must not fill the memory. */
const NUMBERED_MAX = 16_777_216;

/**
 * No ids yet. Those of a trial are one prefix and a number, for which a column is enough: a map of a
 * million texts takes 100 MB, and a look into it most of the time of an event.
 */
export function createIdIndex(): IdIndex {
  let prefix: string | undefined;
  /** By an order's number: its index and 1. */
  const numbered = createColumn(Uint32Array, 0);
  let numberMax = 0;
  const others = new Map<string, number>();
  let size = 0;

  function numberOf(id: string): number | undefined {
    const number = prefix === undefined ? undefined : orderNumberOf(prefix, id);
    return number !== undefined && number <= NUMBERED_MAX ? number : undefined;
  }

  return {
    get size() {
      return size;
    },
    find(id) {
      const number = numberOf(id);
      if (number === undefined) return others.get(id);
      const place = numbered.get(number);
      return place === 0 ? undefined : place - 1;
    },
    add(id) {
      prefix ??= id.slice(0, id.lastIndexOf("-") + 1);
      const number = numberOf(id);
      if (number === undefined) {
        const known = others.get(id);
        if (known !== undefined) return known;
        others.set(id, size);
        return size++;
      }
      const place = numbered.get(number);
      if (place > 0) return place - 1;
      numbered.set(number, size + 1);
      numberMax = Math.max(numberMax, number);
      return size++;
    },
    *ids() {
      for (let number = 1; number <= numberMax; number++) {
        if (numbered.get(number) > 0) yield orderIdOf(prefix ?? "", number);
      }
      yield* others.keys();
    },
  };
}
