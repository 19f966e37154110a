/** What could command a terminal, break a line or turn it around. The two joiners of scripts and emoji are left. */
const unprintable = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text of unknown origin as one line that commands nothing: `\n`, `\u{1b}` and the like for what it cannot show. */
export function escaped(text: string): string {
  return text.replaceAll(unprintable, escapeOf);
}

/** The same, without space around it and cut where it is longer than `maximumLength`. */
export function printable(text: string, maximumLength = Infinity): string {
  // Cut twice: what is escaped is longer, and a text may be far longer than what is shown of it.
  const line = escaped(text.trim().slice(0, maximumLength + 1));
  return line.length > maximumLength ? `${line.slice(0, maximumLength - 3)}...` : line;
}

function escapeOf(character: string): string {
  if (character === '\n') return String.raw`\n`;
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
