/**
 * The text broken at spaces into lines of at most `columns` characters (a longer word stays whole);
 * lines after the first begin with `indent`. Control characters, with which a text from a file could command
 * the terminal, become spaces.
 */
export function wrapText(text: string, columns: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.replaceAll(/\p{Cc}+/gu, ' ').split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
