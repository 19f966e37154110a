import { shortList } from '../short-list.js';

const namedCount = 3;

/** The first machines as a text; of more the number is given. */
export function machineList<Machine>(
  machines: readonly Machine[],
  nameOf: (machine: Machine) => string,
  separator?: string,
): string {
  return shortList(machines, namedCount, nameOf, separator);
}
