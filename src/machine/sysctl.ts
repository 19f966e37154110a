/** The value that `sysctl` printed for a name as a number; null if it is not there or no number. */
export function sysctlNumber(output: string | null, name: string): number | null {
  const prefix = `${name}: `;
  const line = output?.split('\n').find((candidate) => candidate.startsWith(prefix));
  const value = Number(line?.slice(prefix.length) ?? NaN);
  return Number.isFinite(value) ? value : null;
}
