/**
 * A column of numbers that grows as it is written.
 *
 * @module
 */

type NumberArray = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/** See {@linkcode createColumn}. */
export interface Column {
  /** The number at `index`; the column's `missing` where none has been written. */
  get(index: number): number;
  /** The number at `index`; undefined where it is NaN. */
  find(index: number): number | undefined;
  /** Writes the number at `index`. */
  set(index: number, value: number): void;
}

const LENGTH_MIN = 1024;

/** An empty column of a type. `missing` is what it holds where nothing has been written. */
export function createColumn<T extends NumberArray>(
  type: { new (length: number): T; readonly BYTES_PER_ELEMENT: number },
  missing: number,
): Column {
  let numbers = new type(LENGTH_MIN).fill(missing) as T;
  return {
    get: (index) => index < numbers.length ? numbers[index]! : missing,
    find(index) {
      const value = index < numbers.length ? numbers[index]! : missing;
      return Number.isNaN(value) ? undefined : value;
    },
    set(index, value) {
      if (index >= numbers.length) {
        const larger = new type(Math.max(index + 1, numbers.length * 2)).fill(missing) as T;
        larger.set(numbers);
        numbers = larger;
      }
      numbers[index] = value;
    },
  };
}
