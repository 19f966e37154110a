// What the reader of results asks of the bytes of a file.

/** Of the characters that structure JSON; not each a constant of its own, since V8 reads an imported one anew each time. */
export const codes = {
  quote: 34,
  backslash: 92,
  colon: 58,
  comma: 44,
  openingBracket: 91,
  closingBracket: 93,
  openingBrace: 123,
  closingBrace: 125,
  minus: 45,
  point: 46,
  zero: 48,
  nine: 57,
  letterN: 110,
  newline: 10,
} as const;

/** Whether what stands there is the same as the other bytes from `begin` to `end`. */
export function areBytesAt(
  bytes: Buffer,
  from: number,
  other: Buffer,
  begin = 0,
  end = other.length,
): boolean {
  for (let at = begin; at < end; at += 1) {
    if (bytes[from + at - begin] !== other[at]) return false;
  }
  return true;
}

export function isTextAt(bytes: Buffer, from: number, text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (bytes[from + at] !== text.charCodeAt(at)) return false;
  }
  return true;
}

/** What was read last of some bytes, by a hash of them: to make a text or an object anew takes longer than to compare. */
export type Known<Value> = ({ readonly value: Value; readonly bytes: Buffer } | undefined)[];

const slotCount = 4096;

export function slotOf(bytes: Buffer, begin: number, end: number): number {
  let hash = 0;
  for (let at = begin; at < end; at += 1) hash = (31 * hash + bytes[at]!) | 0;
  return hash & (slotCount - 1);
}

/** Keys and names of algorithms: a result has a few a thousand times. */
const knownTexts: Known<string> = [];

export function knownText(bytes: Buffer, begin: number, end: number): string {
  const slot = slotOf(bytes, begin, end);
  const known = knownTexts[slot];
  if (known?.bytes.length === end - begin && areBytesAt(bytes, begin, known.bytes)) {
    return known.value;
  }
  const value = bytes.toString('latin1', begin, end);
  knownTexts[slot] = { value, bytes: Buffer.from(value, 'latin1') };
  return value;
}
