/** Of a section header (System V ABI). */
const dynamicSymbols = 11;

/** Names of the functions that a shared object in ELF exports, sorted; null for other formats and what is damaged. */
export function exportedNames(bytes: Buffer): readonly string[] | null {
  try {
    return isElf64(bytes) ? namesOf(bytes) : null;
  } catch (error) {
    // A header that points outside the file.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function isElf64(bytes: Buffer): boolean {
  // Magic, class of 64 bits, little endian.
  return bytes.subarray(0, 6).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]));
}

function namesOf(bytes: Buffer): readonly string[] {
  const sections = sectionsOf(bytes);
  const names = sections
    .filter(({ type }) => type === dynamicSymbols)
    .flatMap((symbols) => {
      const strings = sections[symbols.link];
      return strings === undefined ? [] : functionsIn(bytes, symbols, strings.offset);
    });
  return [...new Set(names)].sort();
}

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

function sectionsOf(bytes: Buffer): readonly Section[] {
  const offset = Number(bytes.readBigUInt64LE(0x28));
  const [entrySize, count] = [bytes.readUInt16LE(0x3a), bytes.readUInt16LE(0x3c)];
  return Array.from({ length: count }, (_, index) => {
    const start = offset + index * entrySize;
    return {
      type: bytes.readUInt32LE(start + 4),
      offset: Number(bytes.readBigUInt64LE(start + 0x18)),
      size: Number(bytes.readBigUInt64LE(start + 0x20)),
      link: bytes.readUInt32LE(start + 0x28),
    };
  });
}

const symbolBytes = 24;

/** Functions that are defined here and may be found by others; those of the C runtime are nobody's kernel. */
function functionsIn(bytes: Buffer, { offset, size }: Section, strings: number): string[] {
  const names: string[] = [];
  for (let start = offset; start + symbolBytes <= offset + size; start += symbolBytes) {
    const info = bytes.readUInt8(start + 4);
    // STT_FUNC or STT_GNU_IFUNC; STB_GLOBAL or STB_WEAK.
    const isFunction = [2, 10].includes(info & 15) && [1, 2].includes(info >> 4);
    const isDefined = bytes.readUInt16LE(start + 6) !== 0;
    if (!isFunction || !isDefined) continue;
    const name = textAt(bytes, strings + bytes.readUInt32LE(start));
    if (name !== '_init' && name !== '_fini') names.push(name);
  }
  return names;
}

function textAt(bytes: Buffer, start: number): string {
  const end = bytes.indexOf(0, start);
  return bytes.subarray(start, end < 0 ? bytes.length : end).toString();
}
