/** More than any measurement has. */
const significantDigits = 7;

/** What a report shows as JSON: plain data without a number that is none, in the digits of a result. Ends with a line break. */
export function renderJson(shown: object): string {
  return `${JSON.stringify(shown, roundedValue, 2)}\n`;
}

function roundedValue(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value)
    ? Number(value.toPrecision(significantDigits))
    : value;
}
