/** What a report shows as JSON, plain data that a schema in schemas/ describes. Ends with a line break. */
export function renderJson(shown: object): string {
  return `${JSON.stringify(shown, null, 2)}\n`;
}
