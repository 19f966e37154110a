/** Text as text inside an HTML element or a quoted attribute, whatever is in it. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** JSON that can stand in a script element: no character in it begins a tag or a comment. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

/** The text of an attribute as `escapeHtml` or Vega wrote it. */
export function unescapeHtml(text: string): string {
  return text
    .replaceAll('&#xA;', '\n')
    .replaceAll('&#x9;', '\t')
    .replaceAll('&#xD;', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
