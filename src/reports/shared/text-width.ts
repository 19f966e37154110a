/** Every character of such a text is one column wide. */
const narrow = /^[\x20-\x7e]*$/;

/** Characters without a width of their own: marks, selectors of variants, joiners. */
const joined = /\p{Mn}|\p{Me}|\u200b|\u200c|\u200d/gu;

/** Two columns wide (Unicode Standard Annex 11): scripts of East Asia with their full-width forms, and emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f200}-\u{1f251}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/gu;

/** The columns that a line of text takes on a terminal, without colours in it. */
export function textWidth(line: string): number {
  if (narrow.test(line)) return line.length;
  const characters = line.replaceAll(joined, '');
  return Array.from(characters).length + (characters.match(wide)?.length ?? 0);
}
