import { describe, expect, it } from 'vitest';

import { escaped, printable } from './printable.js';

describe('a text of unknown origin', () => {
  it.each([
    ['a newline', 'a\nb', String.raw`a\nb`],
    ['a command to the terminal', '\u001b[2Ja', String.raw`\u{1b}[2Ja`],
    ['a change of direction', 'a\u202eb', String.raw`a\u{202e}b`],
    ['a line separator', 'a\u2028b', String.raw`a\u{2028}b`],
    ['a character of no width', 'a\u200bb\ufeff', String.raw`a\u{200b}b\u{feff}`],
    ['joined emoji', '\u{1f469}\u200d\u{1f52c}', '\u{1f469}\u200d\u{1f52c}'],
    ['other scripts', 'Prüfstand 試験', 'Prüfstand 試験'],
  ])('is escaped where it holds %s', (_, text, expected) => {
    expect(escaped(text)).toBe(expected);
    expect(escaped(expected)).toBe(expected);
  });

  it('is cut to a length, escapes and all', () => {
    expect(printable('  abc ', 3)).toBe('abc');
    expect(printable('abcd', 3)).toBe('...');
    expect(printable('\u0000'.repeat(1e6), 20)).toHaveLength(20);
  });
});
