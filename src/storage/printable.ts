/** What a text from a stranger's file could command a terminal or turn a line around with. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** A text from a file as one line that commands nothing, cut where it is longer than `maximumLength`. */
export function printable(text: string, maximumLength = Infinity): string {
  const line = text.replaceAll(unprintable, ' ').trim();
  return line.length > maximumLength ? `${line.slice(0, maximumLength - 3)}...` : line;
}
