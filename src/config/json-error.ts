/** A place in a text, both counted from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * Where a text stops being JSON, or null when it is JSON. `JSON.parse` does not always tell.
 */
export function jsonErrorPosition(text: string): TextPosition | null {
  const scanner = new JsonScanner(text);
  if (scanner.value() && scanner.atEnd()) return null;
  const before = text.slice(0, scanner.position()).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Reads JSON; a method returns false where the text is not JSON. */
class JsonScanner {
  #offset = 0;

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
    do {
      if (!item()) return false;
    } while (this.#punctuation(','));
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
