/**
 * Where a byte beside an array lies, such as `4 bytes before the start of y`.
 * @param behindBytes from the start of the array; not within it.
 */
export function outsideText(array: string, behindBytes: number, arrayBytes: number): string {
  if (behindBytes < 0) return `${-behindBytes} bytes before the start of ${array}`;
  const pastBytes = behindBytes - arrayBytes;
  return pastBytes === 0 ? `at the end of ${array}` : `${pastBytes} bytes past the end of ${array}`;
}
