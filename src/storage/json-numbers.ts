import { codes } from './json-bytes.js';

const { closingBracket, comma, letterN, minus, nine, openingBracket, point, zero } = codes;

/** A value, and where the text goes on behind it. */
export interface ReadValue {
  readonly value: unknown;
  readonly end: number;
}

/** Arrays of numbers in an array; null for anything else. */
export function readLists(bytes: Buffer, from: number): ReadValue | null {
  const lists: unknown[] = [];
  for (let at = from + 1; ; at += 1) {
    const list = bytes[at] === openingBracket ? readNumbers(bytes, at) : null;
    if (list === null) return null;
    lists.push(list.value);
    at = list.end;
    if (bytes[at] === closingBracket) return { value: lists, end: at + 1 };
    if (bytes[at] !== comma) return null;
  }
}

/** A double holds whole numbers and powers of ten of so many digits, and so their quotient rounds once, as it should. */
const exactDigitCount = 15;
const powersOfTen = Array.from({ length: exactDigitCount + 1 }, (_, power) => 10 ** power);

/**
 * Where numbers are read to, so that an array is made once, of its length: an array that grows takes longer than
 * its numbers. Never holds anything but fractions and what V8 stores in their place.
 */
const numbers = [0.5];

/** An array of numbers of up to 15 digits, or of nulls; null for anything else. */
export function readNumbers(bytes: Buffer, from: number): ReadValue | null {
  if (bytes[from + 1] === letterN) return readNulls(bytes, from);
  if (bytes[from + 1] === closingBracket) return { value: [], end: from + 2 };
  let count = 0;
  let at = from;
  let byte: number;
  do {
    byte = bytes[++at]!;
    const isNegative = byte === minus;
    if (isNegative) byte = bytes[++at]!;
    const begin = at;
    let digits = 0;
    for (; byte >= zero && byte <= nine; byte = bytes[++at]!) digits = 10 * digits + (byte - zero);
    const digitCount = at - begin;
    if (digitCount === 0 || (digitCount > 1 && bytes[begin] === zero)) return null;
    let decimalCount = 0;
    if (byte === point) {
      byte = bytes[++at]!;
      const beginOfDecimals = at;
      for (; byte >= zero && byte <= nine; byte = bytes[++at]!)
        digits = 10 * digits + (byte - zero);
      decimalCount = at - beginOfDecimals;
      if (decimalCount === 0) return null;
    }
    if (digitCount + decimalCount > exactDigitCount) return null;
    const value = digits / powersOfTen[decimalCount]!;
    numbers[count] = isNegative ? -value : value;
    count += 1;
  } while (byte === comma);
  return byte === closingBracket ? { value: numbers.slice(0, count), end: at + 1 } : null;
}

/** By their number: readings that nothing gives are null in every round of every cell. */
const nullsByCount = new Map<number, readonly null[]>();

function nulls(count: number): readonly null[] {
  const known = nullsByCount.get(count) ?? new Array<null>(count).fill(null);
  nullsByCount.set(count, known);
  return known;
}

/** One for each item of the array between the brackets. */
export function nullsFor(bytes: Buffer, begin: number, end: number): readonly null[] {
  if (end === begin + 1) return nulls(0);
  let count = 1;
  for (let at = begin + 1; at < end; at += 1) if (bytes[at] === comma) count += 1;
  return nulls(count);
}

function readNulls(bytes: Buffer, from: number): ReadValue | null {
  const end = bytes.indexOf(closingBracket, from) + 1;
  const count = Math.floor((end - from) / ',null'.length);
  const value = nulls(count);
  return bytes.toString('latin1', from, end) === JSON.stringify(value) ? { value, end } : null;
}
