import { axisTexts } from '../model/axes.js';
import { minimumIntervalCount, reciprocal } from '../statistics/median-interval.js';
import { minimumProcessCount } from '../statistics/process-sample.js';
import { formatPercent, formatRatio, formatSignificant } from '../units.js';
import type { ComparedMachine, Comparison } from './comparison.js';
import type { LevelPoint } from './levels.js';
import { machineList } from './machine-list.js';
import { compareLogs, hasInterval, type ComparedRatio } from './ratio.js';

/** A machine at the level that ranks are of. */
export interface RankedMachine {
  readonly machine: Pick<ComparedMachine, 'name' | 'isBaseline' | 'target'>;
  /** Of `hardwareKey`. */
  readonly hardware: string;
  readonly point: LevelPoint;
}

type Headed = Pick<Comparison, 'machines' | 'metric' | 'by' | 'targets' | 'baseline' | 'slot'>;

/**
 * Which machine is faster, where, by how much, and whether that is significant, in one sentence. Of two machines the
 * one over the other; of more the best over the next one and over the slowest.
 */
export function headlineOf(
  comparison: Headed,
  ranked: readonly RankedMachine[],
  threads = threadsOf(comparison),
): string {
  const { machines, baseline } = comparison;
  if (machines.length === 1) return `Nothing to compare with ${baseline} yet.`;
  if (ranked.length < 2) return nothingShared(comparison);
  const sorted = ranked.toSorted((a, b) => b.point.mean.log - a.point.mean.log);
  const place = placeText(ranked);
  const conditions = conditionsText(comparison, ranked, threads);
  const advice = adviceText(ranked);
  if (machines.length === 2) {
    return `${pairText(sorted, place, comparison)}, ${conditions}.${advice}`;
  }
  const [best, next, ...others] = sorted;
  const first = relationText(best!, next!, place, comparison);
  const slowest = others.at(-1);
  if (slowest === undefined) return `${first}, ${conditions}.${advice}`;
  const compared = compareLogs(best!.point.mean, slowest.point.mean);
  const { verdict, ratio, interval } = compared;
  const last =
    verdict === 'faster' && interval !== null
      ? `${formatRatio(ratio)} ${adjective(comparison)} than ${slowest.machine.name}, the last of ${ranked.length} ${rangeText(interval)}`
      : `vs ${slowest.machine.name}, the last of ${ranked.length}: ${undecidedText(compared)}`;
  return `${first}; ${last}, ${conditions}.${advice}`;
}

/** Of one machine before and after a change the change is the subject, else the faster machine. */
function pairText(sorted: readonly RankedMachine[], place: string, comparison: Headed): string {
  const [best, worst] = [sorted[0]!, sorted[1]!];
  const changed = best.machine.isBaseline ? worst : best;
  const base = changed === best ? worst : best;
  return best.hardware === worst.hardware
    ? relationText(changed, base, place, comparison)
    : relationText(best, worst, place, comparison);
}

function relationText(
  own: RankedMachine,
  other: RankedMachine,
  place: string,
  comparison: Headed,
): string {
  const compared = compareLogs(own.point.mean, other.point.mean);
  const { ratio, interval, verdict } = compared;
  const [name, otherName] = [own.machine.name, other.machine.name];
  if (interval === null || verdict === 'no difference') {
    return `${name} vs ${otherName} ${place}: ${undecidedText(compared)}`;
  }
  const isSlower = verdict === 'slower';
  const range = isSlower ? reciprocal(interval) : interval;
  const words = adjective(comparison, isSlower);
  return `${name} is ${formatRatio(isSlower ? 1 / ratio : ratio)} ${words} than ${otherName} ${place} ${rangeText(range)}`;
}

function undecidedText({ ratio, interval, floorRatio }: ComparedRatio): string {
  if (interval === null) return 'undecided';
  const noise = floorRatio > 1 ? ` (A/A noise ${formatPercent(floorRatio - 1)})` : '';
  return `no significant difference, ${formatRatio(ratio)} ${rangeText(interval)}${noise}`;
}

/** A sentence on the machines without an interval, and what to do; empty for none. */
function adviceText(ranked: readonly RankedMachine[]): string {
  const lacking = ranked.filter(({ point }) => !hasInterval(point.mean));
  if (lacking.length === 0) return '';
  const names = machineList(lacking, ({ machine }) => machine.name);
  const [verb, object] = lacking.length === 1 ? ['has', 'it'] : ['have', 'them'];
  return (
    ` ${names} ${verb} fewer than ${minimumProcessCount} processes or ${minimumIntervalCount} rounds, which give no ` +
    `interval: measure ${object} anew with softmax-bench run.`
  );
}

function rangeText({ low, high }: { readonly low: number; readonly high: number }): string {
  return `[${formatSignificant(low)}-${formatSignificant(high)}]`;
}

/** Relative to the own copy, nothing is fast or slow. */
function adjective({ metric, by }: Pick<Headed, 'metric' | 'by'>, isLess = false): string {
  if (metric === 'time') {
    if (by === 'llc-relative') return isLess ? 'less efficient' : 'more efficient';
    return isLess ? 'slower' : 'faster';
  }
  return `${isLess ? 'lower' : 'higher'} in ${metricNames[metric]}`;
}

const metricNames = {
  'skeleton-fraction': 'share of the memory-only speed',
  speedup: 'gain of the headline',
} as const;

/** What is compared and of which more is better: `speed`, or the efficiency in the view by relative size. */
export function viewText({ metric, by }: Pick<Comparison, 'metric' | 'by'>): string {
  if (metric !== 'time') return metricNames[metric];
  return by === 'element-count' ? 'speed' : 'efficiency';
}

function placeText(ranked: readonly RankedMachine[]): string {
  if (ranked.every(({ point }) => point.isOutOfCache)) return 'out of cache';
  const { region } = ranked[0]!.point;
  return region === 'LLC' ? 'in the LLC' : `in ${region}`;
}

/** In place of the threads of the common slot. */
export const allThreadsText = 'all threads of each, weak scaling';

function threadsOf({ slot }: Headed): string {
  if (slot === null || slot.threadCount === 1) return 'one thread';
  return axisTexts(slot, ['threadCount', 'scaling', 'placement']).join(', ');
}

function conditionsText(
  { machines }: Headed,
  ranked: readonly RankedMachine[],
  threads: string,
): string {
  const targets = [...new Set(ranked.map(({ machine }) => machine.target))];
  const instructions = targets.length === 1 ? targets[0]! : 'each on its fastest instruction set';
  const isPartial = machines.length > 2 && ranked.length < machines.length;
  const count = isPartial ? `; ${ranked.length} of ${machines.length} machines ranked` : '';
  return `${instructions}, ${threads}${count}`;
}

function nothingShared({ machines, targets, baseline }: Headed): string {
  const others = machines.filter(({ isBaseline }) => !isBaseline);
  const isBlocked =
    targets === 'same' && others.some(({ baselineTarget }) => baselineTarget === null);
  const hint = isBlocked
    ? ' Use --targets best to compare the fastest instruction set of each.'
    : '';
  const reason = isBlocked ? 'no instruction set in common' : 'no level in common';
  return `${others.length === 1 ? others[0]!.name : 'No machine'} was ${others.length === 1 ? 'not ' : ''}compared with ${baseline}: ${reason}.${hint}`;
}
