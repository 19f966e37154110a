/** Linux has no CPU of a higher number on any architecture. */
const maxCpu = 8191;

/**
 * The CPUs of a list as Linux writes it: `0-3,8` is 0, 1, 2, 3 and 8; nothing for an empty one. Parts that are no
 * CPU or ascending range are left out.
 */
export function cpusInList(list: string): readonly number[] {
  return list.split(',').flatMap((part) => {
    const [, first, last = first] = /^\s*(\d{1,4})(?:-(\d{1,4}))?\s*$/.exec(part) ?? [];
    if (first === undefined) return [];
    const end = Math.min(Number(last), maxCpu);
    return Array.from({ length: Math.max(0, end - Number(first) + 1) }, (_, index) => {
      return Number(first) + index;
    });
  });
}

/** The list as Linux writes it: ranges of neighbours, in the order given. */
export function cpuListText(cpus: readonly number[]): string {
  const ranges: { readonly first: number; last: number }[] = [];
  for (const cpu of cpus) {
    const range = ranges.at(-1);
    if (range?.last === cpu - 1) range.last = cpu;
    else ranges.push({ first: cpu, last: cpu });
  }
  return ranges
    .map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`))
    .join(',');
}
