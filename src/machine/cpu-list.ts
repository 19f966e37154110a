/** The CPUs of a list as Linux writes it: `0-3,8` is 0, 1, 2, 3 and 8; nothing for an empty one. */
export function cpusInList(list: string): readonly number[] {
  return list
    .trim()
    .split(',')
    .filter((range) => range !== '')
    .flatMap((range) => {
      const [first = 0, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}
