/** Where a text stops being JSON, and whether only because it is nested too deep. Both numbers count from 1. */
export interface JsonError {
  readonly line: number;
  readonly column: number;
  readonly isTooDeep: boolean;
}

/** Lists and objects in one another: a config has four at most, and each takes a part of the stack. */
export const deepestNesting = 100;

/** Where a text stops being JSON, or null when it is JSON. `JSON.parse` does not always tell. */
export function findJsonError(text: string): JsonError | null {
  const scanner = new JsonScanner(text);
  if (scanner.value() && scanner.atEnd()) return null;
  const before = text.slice(0, scanner.position()).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { line: before.length, column, isTooDeep: scanner.isTooDeep };
}

/** Reads JSON; a method returns false where the text is not JSON. */
class JsonScanner {
  #offset = 0;
  #depth = 0;

  /** Whether it ended where an item would be nested too deep. */
  isTooDeep = false;

  constructor(private readonly text: string) {}

  /** The start of the first token that does not fit. */
  position(): number {
    this.#take(/[ \t\r\n]*/y);
    return this.#offset;
  }

  atEnd(): boolean {
    return this.position() === this.text.length;
  }

  value(): boolean {
    this.position();
    if (
      this.#string() ||
      this.#take(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y)
    )
      return true;
    if (this.#punctuation('{')) return this.#list('}', () => this.#member());
    if (this.#punctuation('[')) return this.#list(']', () => this.value());
    return false;
  }

  #list(end: string, item: () => boolean): boolean {
    if (this.#punctuation(end)) return true;
    if (this.#depth === deepestNesting) {
      this.isTooDeep = true;
      return false;
    }
    this.#depth += 1;
    do {
      if (!item()) return false;
    } while (this.#punctuation(','));
    this.#depth -= 1;
    return this.#punctuation(end);
  }

  #member(): boolean {
    this.position();
    return this.#string() && this.#punctuation(':') && this.value();
  }

  #string(): boolean {
    // eslint-disable-next-line no-control-regex -- JSON forbids control characters in strings.
    return this.#take(/"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y);
  }

  #punctuation(character: string): boolean {
    if (this.text[this.position()] !== character) return false;
    this.#offset += 1;
    return true;
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#offset;
    if (!pattern.test(this.text)) return false;
    this.#offset = pattern.lastIndex;
    return true;
  }
}
