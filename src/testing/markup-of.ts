/** A page without its script and what that reads, which holds any letters. */
export function markupOf(html: string): string {
  return html.slice(0, html.indexOf('<script'));
}
