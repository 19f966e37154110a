import type { ComparedMachine, Comparison } from '../../compare/comparison.js';
import { compareRegions, type Region } from '../../model/region.js';
import { slotAxes, subjectText, type Slot, type Subject } from '../../compare/series.js';
import { axisOf } from '../../model/axes.js';
import { formatElements, formatPercent, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';

/** A size of the comparison: elements such as `32 Mi`, or a share of the last-level cache such as `1/4` or `8`. */
export function sizeText(size: number, { by }: Pick<Comparison, 'by'>): string {
  if (by === 'element-count') return formatElements(size);
  return size < 1 ? `1/${Math.round(1 / size)}` : String(size);
}

/** What sizes are, over a column of them. */
export function sizeHead({ by }: Pick<Comparison, 'by'>): string {
  return by === 'element-count' ? 'elements' : 'of own LLC';
}

/** `cold output, 1 thread, default pages`. */
export function slotText(slot: Slot): string {
  return slotAxes.map((name) => axisOf(name).text(slot[name] as never)).join(', ');
}

/** The subject of a row as it fits into a column: `two-pass over recompute`. */
export function shortSubject(subject: Subject): string {
  return subjectText(subject, shortAlgorithmName);
}

/** `2`, or `2=` for a statistical tie. */
export function rankText({ rank, isTied }: ComparedMachine): string {
  if (rank === null) return '-';
  return isTied ? `${rank}=` : `${rank}`;
}

/** A share such as `42%`, `-` where it is not known. */
export function percentText(share: number | null): string {
  return formatPercent(share ?? Number.NaN);
}

/** The fastest implementation of a machine in a region, in ns per element. */
export function bestText({ best }: ComparedMachine, region: Region): string {
  return formatSignificant(best.find((own) => own.region === region)?.nsPerElement ?? Number.NaN);
}

/** The regions that any of the machines has, from the innermost cache to DRAM. */
export function regionsOf({ machines }: Pick<Comparison, 'machines'>): readonly Region[] {
  const regions = machines.flatMap(({ best }) => best.map(({ region }) => region));
  return [...new Set(regions)].sort(compareRegions);
}

/** The name in at most `columns` characters, cut in its middle, as names differ at their ends. */
export function shortened(name: string, columns: number): string {
  if (name.length <= columns) return name;
  const tail = Math.floor((columns - 3) / 2);
  return `${name.slice(0, columns - 3 - tail)}...${name.slice(-tail)}`;
}
