import type { MeasuredOutcome } from '../../model/outcome.js';
import { minimumIntervalCount } from '../../statistics/median-interval.js';
import { lossesOf } from '../quality/disturbances.js';
import type { CellFlag } from './cell-schema.js';

/** What the outcome itself says against its figures. */
export function disturbanceFlags({
  stopReason,
  noise,
  rounds,
}: MeasuredOutcome): readonly CellFlag[] {
  const losses = lossesOf(noise);
  const flags: readonly (readonly [CellFlag, boolean])[] = [
    ['few-samples', new Set(rounds).size < minimumIntervalCount],
    ['interrupted', stopReason === 'interrupted'],
    ['stolen-time', losses['steal time']],
    ['page-faults', losses['page faults']],
    ['context-switches', losses['context switches']],
  ];
  return flags.flatMap(([flag, applies]) => (applies ? [flag] : []));
}
