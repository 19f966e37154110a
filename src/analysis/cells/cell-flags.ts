import type { MeasuredOutcome } from './measured.js';
import type { CellFlag } from '../analysis.js';
import { contextSwitchNs, disturbedShare, minorFaultNs, total } from '../quality/disturbances.js';
import { minimumIntervalCount } from '../../statistics/median-interval.js';
import { roundMedians } from '../../statistics/rounded-samples.js';

/** What the outcome itself says against its figures. */
export function disturbanceFlags(outcome: MeasuredOutcome): readonly CellFlag[] {
  const { stopReason, noise } = outcome;
  const wallNs = total(noise.wallNs);
  const isDisturbed = (lostNs: number): boolean => lostNs > disturbedShare * wallNs;
  const faultsNs = total(noise.minorPageFaults) * minorFaultNs;
  const hasMajorFault = total(noise.majorPageFaults) > 0;
  const switches = total(noise.involuntaryContextSwitches);
  const flags: [CellFlag, boolean][] = [
    ['few-samples', roundMedians(outcome).rounds.length < minimumIntervalCount],
    ['interrupted', stopReason === 'interrupted'],
    ['stolen-time', isDisturbed(total(noise.stealNs))],
    ['page-faults', hasMajorFault || isDisturbed(faultsNs)],
    ['context-switches', isDisturbed(switches * contextSwitchNs)],
  ];
  return flags.filter(([, applies]) => applies).map(([flag]) => flag);
}
