import type { ComparedMachine, Comparison, PairSlot } from '../../compare/comparison.js';
import { compareRegions, type Region } from '../../model/region.js';
import { viewText } from '../../compare/headline.js';
import { machineList } from '../../compare/machine-list.js';
import { slotAxes, subjectText, type Slot } from '../../compare/series.js';
import { axisTexts } from '../../model/axes.js';
import { formatElements, formatPercent } from '../../units.js';
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
  return axisTexts(slot, slotAxes).join(', ');
}

/** The subject of a row as it fits into a column: `two-pass over recompute`; libraries by their ids. */
export function shortSubject(row: PairSlot): string {
  return row.target === 'external' ? subjectText(row) : subjectText(row, shortAlgorithmName);
}

/** `2`, or `2=` for a statistical tie. */
export function rankText({ rank, isTied }: Pick<ComparedMachine, 'rank' | 'isTied'>): string {
  if (rank === null) return '-';
  return isTied ? `${rank}=` : `${rank}`;
}

/** A share such as `42%`, `-` where it is not known. */
export function percentText(share: number | null): string {
  return formatPercent(share ?? Number.NaN);
}

/** The regions that any of the machines has, from the innermost cache to DRAM. */
export function regionsOf({ machines }: Pick<Comparison, 'machines'>): readonly Region[] {
  const regions = machines.flatMap(({ levels }) => levels.map(({ region }) => region));
  return [...new Set(regions)].sort(compareRegions);
}

/** The name in at most `columns` characters, cut in its middle, as names differ at their ends. */
export function shortened(name: string, columns: number): string {
  if (name.length <= columns) return name;
  const tail = Math.floor((columns - 3) / 2);
  return `${name.slice(0, columns - 3 - tail)}...${name.slice(-tail)}`;
}

/** On which instruction sets machines are compared. */
export function targetsText({ machines, targets }: Comparison): string {
  const own = [...new Set(machines.flatMap(({ target }) => target ?? []))];
  if (own.length === 1 || targets === 'same') return own.join(', ');
  return 'each machine on its fastest target';
}

/** Where the ratios of a forest plot are not of the times in the table of machines: one sentence; else empty. */
export function forestTargetsText({ machines }: Pick<Comparison, 'machines'>): string {
  const baseline = machines.find(({ isBaseline }) => isBaseline);
  const others = machines.filter(
    ({ isBaseline, baselineTarget }) =>
      !isBaseline && baselineTarget !== null && baselineTarget !== baseline?.target,
  );
  if (baseline === undefined || others.length === 0) return '';
  const names = machineList(
    others,
    ({ name, baselineTarget }) => `${name} (${baselineTarget})`,
    ', ',
  );
  return ` Both sides on one instruction set: ${names}; the times of ${baseline.name} in the table are on ${baseline.target}.`;
}

/** What a forest plot shows: `Speed over Genoa`. */
export function forestTitle(comparison: Comparison): string {
  const name = viewText(comparison);
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)} over ${comparison.baseline}`;
}

/** What is compared at a level: `fastest softmax`, or the headline. */
export function levelSubject({ metric, study }: Comparison): string {
  return metric === 'time' ? `fastest ${study.operation}` : study.headline;
}
