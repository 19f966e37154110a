import type { ComparedMachine, Comparison } from '../../compare/comparison.js';
import { formatCount, formatPercent, formatSignificant } from '../../units.js';

/** A size of the comparison: an element count, or a share of the last-level cache such as `1/4` or `8`. */
export function sizeText(size: number, { by }: Pick<Comparison, 'by'>): string {
  if (by === 'element-count') return formatCount(size);
  return size < 1 ? `1/${Math.round(1 / size)}` : String(size);
}

/** What sizes are, over a column of them. */
export function sizeHead({ by }: Pick<Comparison, 'by'>): string {
  return by === 'element-count' ? 'elements' : 'of own LLC';
}

/** `2`, or `2=` for one that others cannot be told from. */
export function rankText({ rank, isTied }: ComparedMachine): string {
  if (rank === null) return '-';
  return isTied ? `${rank}=` : `${rank}`;
}

/** A share such as `42 %`, `-` where it is not known. */
export function shareText(share: number | null): string {
  return formatPercent(share ?? Number.NaN);
}

/** The fastest softmax of a machine in a region, in ns per element. */
export function bestText({ best }: ComparedMachine, region: string): string {
  return formatSignificant(best.find((own) => own.region === region)?.nsPerElement ?? Number.NaN);
}

/** The regions that any of the machines has, from the innermost cache to memory. */
export function regionsOf({ machines }: Pick<Comparison, 'machines'>): readonly string[] {
  const longest = machines.map(({ best }) => best.map(({ region }) => region));
  const order = ['L1', 'L2', 'L3', 'last-level', 'memory'];
  return [...new Set(longest.flat())].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** The name in at most `columns` characters: its middle gives way, as names differ at their ends. */
export function shortened(name: string, columns: number): string {
  if (name.length <= columns) return name;
  const tail = Math.floor((columns - 3) / 2);
  return `${name.slice(0, columns - 3 - tail)}...${name.slice(-tail)}`;
}
