import { emptyLedger } from '../model/noise-ledger.js';
import { codes, areBytesAt, isTextAt, knownText, slotOf, type Known } from './json-bytes.js';
import { nullsFor, readLists, readNumbers, type ReadValue } from './json-numbers.js';

const {
  backslash,
  closingBrace,
  closingBracket,
  colon,
  comma,
  newline,
  openingBrace,
  openingBracket,
  quote,
} = codes;

/** Parts that are most of a file, and that some of its readers never ask for; each is known by its key. */
export type DocumentPart = keyof typeof parts;

/** What the reader of hundreds of files can do without. */
export interface Unwanted {
  readonly parts: readonly DocumentPart[];
  /** What was measured of these algorithms. */
  readonly algorithms?: ReadonlySet<string>;
}

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
  noise: { begin: '{', end: '}', instead: () => emptyLedger },
  sampledNs: reading,
  otherBusyNs: reading,
  clockHz: reading,
  frequencyHz: reading,
  temperatureCelsius: reading,
} satisfies Record<string, Part>;

/** A value that was taken out of the text, with the key that it belongs to. */
interface TakenOut {
  readonly key: string;
  readonly value: unknown;
}

/**
 * `JSON.parse` of a result of which parts can be left out. Nearly all of a file is arrays of numbers of a few digits: these
 * are read here, in half the time that JSON.parse takes, or skipped, and JSON.parse gets the rest; of an array with
 * an item a line it gets line by line, as it reads short texts sooner. What is not as `serializeDocument`
 * writes it, such as a file that someone formatted anew, is left to JSON.parse whole.
 * @param bytes of the file, in UTF-8.
 * @param unwanted skipped, and empty or missing in the result; but not where JSON.parse gets the whole.
 * @throws SyntaxError that of JSON.parse.
 */
export function parseResultJson(bytes: Buffer, unwanted: Unwanted): unknown {
  if (kept.length < bytes.length) kept = Buffer.allocUnsafe(bytes.length);
  try {
    return valueOf(takeOutNumbers({ bytes, unwanted, lastByKey: new Map() }, 0, noByte, 0));
  } catch {
    // What is wrong, and where, JSON.parse is to tell of the whole text.
    return JSON.parse(bytes.toString('utf8'));
  }
}

const largestAscii = 0x7f;
const noByte = -1;

/** What is left of the file that is read: memory of its own for each would take as long to make as to fill. */
let kept = Buffer.alloc(0);

/** A file that is read. */
interface File {
  readonly bytes: Buffer;
  readonly unwanted: Unwanted;
  /** An array of numbers is often that of the outcome before it as well: its rounds, its processes. */
  readonly lastByKey: Map<string, LastArray>;
}

interface LastArray extends ReadValue {
  readonly begin: number;
}

/** A piece of a file in which an empty array stands for each array of numbers. */
interface Piece {
  /** Where in `kept` it is. */
  readonly begin: number;
  readonly end: number;
  readonly encoding: 'latin1' | 'utf8';
  readonly taken: readonly TakenOut[];
  /** Where in the file it ended. */
  readonly fileEnd: number;
}

/** The piece from there to the byte `last`, or to the end of the file. @param keptBegin where in `kept` there is room. */
function takeOutNumbers(file: File, begin: number, last: number, keptBegin: number): Piece {
  const { bytes } = file;
  const target = kept;
  const taken: TakenOut[] = [];
  let from = begin;
  let keptEnd = keptBegin;
  let keptBits = 0;
  while (from < bytes.length) {
    const byte = bytes[from]!;
    if (byte === last) break;
    if (byte === openingBracket || byte === openingBrace) {
      const key = keyBefore(bytes, from);
      const read = key === null ? null : readValue(file, from, key, keptEnd);
      if (key !== null && read !== null) {
        taken.push({ key, value: read.value });
        target[keptEnd++] = openingBracket;
        target[keptEnd++] = closingBracket;
        from = read.end;
        continue;
      }
    }
    target[keptEnd++] = byte;
    keptBits |= byte;
    from += 1;
  }
  // Of ASCII both make the same text, latin1 in a fraction of the time.
  const encoding = keptBits <= largestAscii ? 'latin1' : 'utf8';
  return { begin: keptBegin, end: keptEnd, encoding, taken, fileEnd: from };
}

/** @throws SyntaxError when the piece is no value, or its empty arrays are not those that were left in place of others. */
function valueOf({ begin, end, encoding, taken }: Piece): unknown {
  const value: unknown = JSON.parse(kept.toString(encoding, begin, end));
  if (!putBack(value, taken)) throw new SyntaxError('what was taken out has no place');
  return value;
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

/** Null for what JSON.parse is to read. @throws SyntaxError for items a line that are none. */
function readValue(file: File, from: number, key: string, keptEnd: number): ReadValue | null {
  const { bytes, unwanted, lastByKey } = file;
  for (const part of unwanted.parts) if (part === key) return skip(bytes, from, parts[part]);
  if (bytes[from] === openingBrace) return key === 'cell' ? readCell(bytes, from) : null;
  if (bytes[from + 1] === openingBracket) return readLists(bytes, from);
  if (bytes[from + 1] === newline) return readLines(file, from, keptEnd);
  const last = lastByKey.get(key);
  if (last !== undefined && areBytesAt(bytes, from, bytes, last.begin, last.end)) {
    return { value: last.value, end: from + last.end - last.begin };
  }
  const read = readNumbers(bytes, from);
  if (read !== null) lastByKey.set(key, { begin: from, ...read });
  return read;
}

/** An array with an item a line; a text of JSON holds no line break. */
function readLines(file: File, from: number, keptEnd: number): ReadValue {
  const { bytes } = file;
  const items: unknown[] = [];
  let begin = from + 2;
  let isLast: boolean;
  do {
    let end = isUnwanted(file, begin) ? bytes.indexOf(newline, begin) : -1;
    if (end < 0) {
      const line = takeOutNumbers(file, begin, newline, keptEnd);
      end = line.fileEnd;
      items.push(valueOf(bytes[end - 1] === comma ? { ...line, end: line.end - 1 } : line));
    }
    isLast = bytes[end - 1] !== comma;
    begin = end + 1;
  } while (!isLast);
  if (bytes[begin] !== closingBracket) throw new SyntaxError('expected ] behind the last line');
  return { value: items, end: begin + 1 };
}

/** Results of one kind of CPU have the same cells, so those of one are read for all that follow. */
const knownCells: Known<unknown> = [];

/** A cell, the same object wherever the same text was; null for what has no id first. */
function readCell(bytes: Buffer, from: number): ReadValue | null {
  if (!isTextAt(bytes, from, beforeId)) return null;
  const beginOfId = from + beforeId.length;
  const slot = slotOf(bytes, beginOfId, bytes.indexOf(quote, beginOfId));
  const known = knownCells[slot];
  if (known !== undefined && areBytesAt(bytes, from, known.bytes)) {
    return { value: known.value, end: from + known.bytes.length };
  }
  // Braces inside of a text can end it too early, or too late; then it is no JSON.
  let depth = 0;
  let end = from;
  do {
    if (bytes[end] === openingBrace) depth += 1;
    else if (bytes[end] === closingBrace) depth -= 1;
    end += 1;
  } while (depth > 0 && end < bytes.length);
  const own = Buffer.from(bytes.subarray(from, end));
  const value: unknown = JSON.parse(own.toString('utf8'));
  knownCells[slot] = { value, bytes: own };
  return { value, end };
}

const beforeId = '{"id":"';
const beforeCell = '{"status":"measured","cell":';
const beforeAlgorithm = '","algorithm":"';

/** Whether the line that begins there is an outcome, measured, of an algorithm that is not wanted. */
function isUnwanted({ bytes, unwanted: { algorithms } }: File, begin: number): boolean {
  if (algorithms === undefined || !isTextAt(bytes, begin, beforeCell + beforeId)) return false;
  const endOfId = bytes.indexOf(quote, begin + beforeCell.length + beforeId.length);
  if (!isTextAt(bytes, endOfId, beforeAlgorithm)) return false;
  const beginOfName = endOfId + beforeAlgorithm.length;
  const endOfName = bytes.indexOf(quote, beginOfName);
  return algorithms.has(knownText(bytes, beginOfName, endOfName));
}

function skip(bytes: Buffer, from: number, { begin, end, instead }: Part): ReadValue | null {
  if (!isTextAt(bytes, from, begin)) return null;
  // Every `end` is found by its last byte, which takes a fraction of the time of a text.
  const lastByte = end.charCodeAt(end.length - 1);
  for (let at = bytes.indexOf(lastByte, from); at >= 0; at = bytes.indexOf(lastByte, at + 1)) {
    const last = at - end.length + 1;
    if (isTextAt(bytes, last, end)) return { value: instead(bytes, from, last), end: at + 1 };
  }
  return null;
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
