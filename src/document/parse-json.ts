import { ledgerOf } from '../machine/noise-ledger.js';

/** Parts that are most of a file, and that some of its readers never ask for; each is known by its key. */
export type DocumentPart = keyof typeof parts;

/** How each begins and ends as it is written, and what is given in its place. */
interface Part {
  readonly begin: string;
  readonly end: string;
  /** @param end where the text is that ends it. */
  readonly instead: (bytes: Buffer, begin: number, end: number) => unknown;
}

/** Unknown in every round. */
const reading: Part = { begin: '[', end: ']', instead: nullsFor };

const parts = {
  cells: { begin: '[\n', end: '\n]', instead: () => [] },
  passDurationsNs: { begin: '[[', end: ']]', instead: () => null },
  noise: { begin: '{', end: '}', instead: () => ledgerOf([]) },
  sampledNs: reading,
  otherBusyNs: reading,
  clockHz: reading,
  frequencyHz: reading,
  temperatureCelsius: reading,
} satisfies Record<string, Part>;

/** A value, and where the text goes on behind it. */
interface ReadValue {
  readonly value: unknown;
  readonly end: number;
}

/** A value that was taken out of the text, with the key that it belongs to. */
interface TakenOut {
  readonly key: string;
  readonly value: unknown;
}

/**
 * `JSON.parse` of a result of which parts can be left out. Nearly all of a file is arrays of numbers of a few digits: these
 * are read here, in half the time that JSON.parse takes, or skipped, and JSON.parse gets the rest. What is not as
 * `serializeDocument` writes it, such as a file that someone formatted anew, is left to JSON.parse whole.
 * @param bytes of the file, in UTF-8.
 * @param without parts that are not wanted: skipped, and empty in the result.
 * @throws SyntaxError that of JSON.parse.
 */
export function parseResultJson(bytes: Buffer, without: readonly DocumentPart[]): unknown {
  const { text, taken } = takeOutNumbers(bytes, without);
  try {
    const json: unknown = JSON.parse(text);
    if (putBack(json, taken)) return json;
  } catch {
    // What is wrong, and where, JSON.parse is to tell of the whole text.
  }
  return JSON.parse(bytes.toString('utf8'));
}

const codeOf = (character: string): number => character.charCodeAt(0);
const quote = codeOf('"');
const backslash = codeOf('\\');
const colon = codeOf(':');
const comma = codeOf(',');
const openingBracket = codeOf('[');
const closingBracket = codeOf(']');
const openingBrace = codeOf('{');
const minus = codeOf('-');
const point = codeOf('.');
const zero = codeOf('0');
const nine = codeOf('9');
const letterN = codeOf('n');

/** Of the file that was read last: to make it anew would take as long as to fill it. */
let kept = Buffer.alloc(0);

/** The text, in which an empty array stands for each array of numbers, and what these were. */
function takeOutNumbers(
  bytes: Buffer,
  without: readonly DocumentPart[],
): { text: string; taken: readonly TakenOut[] } {
  const taken: TakenOut[] = [];
  if (kept.length < bytes.length) kept = Buffer.allocUnsafe(bytes.length);
  let from = 0;
  let keptCount = 0;
  while (from < bytes.length) {
    const byte = bytes[from]!;
    const mayBegin = byte === openingBracket || byte === openingBrace;
    const key = mayBegin ? keyBefore(bytes, from) : null;
    const read = key === null ? null : readValue(bytes, from, key, without);
    if (key === null || read === null) {
      kept[keptCount++] = byte;
      from += 1;
      continue;
    }
    taken.push({ key, value: read.value });
    kept[keptCount++] = openingBracket;
    kept[keptCount++] = closingBracket;
    from = read.end;
  }
  return { text: kept.toString('utf8', 0, keptCount), taken };
}

/**
 * The key of the value that begins there; null for none. Inside a text a quote follows a backslash, so where
 * one stands before the closing quote, it is taken for the inside of a text.
 */
function keyBefore(bytes: Buffer, from: number): string | null {
  if (bytes[from - 1] !== colon || bytes[from - 2] !== quote || bytes[from - 3] === backslash) {
    return null;
  }
  const end = from - 2;
  let begin = end;
  while (begin > 0 && bytes[begin - 1] !== quote) begin -= 1;
  return knownText(bytes, begin, end);
}

/**
 * The last texts that were read, by their length and ends: a result has a few keys a thousand times, and to
 * make a text from bytes takes as long as to read a small array.
 */
const knownTexts: ({ readonly text: string; readonly bytes: Buffer } | undefined)[] = [];

function knownText(bytes: Buffer, begin: number, end: number): string {
  const place = (31 * (end - begin) + 7 * bytes[begin]! + bytes[end - 1]!) & 0xff;
  const known = knownTexts[place];
  if (known?.bytes.length === end - begin) {
    let at = begin;
    while (at < end && bytes[at] === known.bytes[at - begin]) at += 1;
    if (at === end) return known.text;
  }
  const text = bytes.toString('latin1', begin, end);
  knownTexts[place] = { text, bytes: Buffer.from(text, 'latin1') };
  return text;
}

function readValue(
  bytes: Buffer,
  from: number,
  key: string,
  without: readonly DocumentPart[],
): ReadValue | null {
  for (const unwanted of without) if (unwanted === key) return skip(bytes, from, parts[unwanted]);
  if (bytes[from] !== openingBracket) return null;
  return bytes[from + 1] === openingBracket ? readLists(bytes, from) : readNumbers(bytes, from);
}

function skip(bytes: Buffer, from: number, { begin, end, instead }: Part): ReadValue | null {
  for (let at = 0; at < begin.length; at += 1) {
    if (bytes[from + at] !== begin.charCodeAt(at)) return null;
  }
  // A byte is found in a fraction of the time of a text.
  const last = bytes.indexOf(end.length === 1 ? end.charCodeAt(0) : end, from);
  return last < 0 ? null : { value: instead(bytes, from, last), end: last + end.length };
}

/** Arrays of numbers in an array; null for anything else. */
function readLists(bytes: Buffer, from: number): ReadValue | null {
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
function readNumbers(bytes: Buffer, from: number): ReadValue | null {
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
function nullsFor(bytes: Buffer, begin: number, end: number): readonly null[] {
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

/** Puts what was taken out where it was; false if the empty arrays are not those that were left in its place. */
function putBack(json: unknown, taken: readonly TakenOut[]): boolean {
  let next = 0;
  const fill = (parent: Record<string, unknown>): boolean => {
    for (const key in parent) {
      const value = parent[key];
      if (typeof value !== 'object' || value === null) continue;
      if (!Array.isArray(value)) {
        if (!fill(value as Record<string, unknown>)) return false;
      } else if (value.length > 0) {
        // Numbers that were left hold nothing to fill.
        if (typeof value[0] === 'object' && !fill(value as never)) return false;
      } else {
        if (taken[next]?.key !== key) return false;
        parent[key] = taken[next]!.value;
        next += 1;
      }
    }
    return true;
  };
  return typeof json === 'object' && json !== null && fill(json as never) && next === taken.length;
}
