/** What a report shows as JSON: plain data without a number that is none. Ends with a line break. */
export function renderJson(shown: object): string {
  return `${JSON.stringify(shown, null, 2)}\n`;
}
