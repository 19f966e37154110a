import type { Analysis, NoiseFloor, Steadiness } from '../../analysis/analysis.js';
import { formatCount, formatPercent, formatRatio, formatSignificant } from '../../units.js';
import { nameOf } from '../figures/group-name.js';
import type { Fact } from './facts.js';

/** How good the numbers are: what ended the measuring, what cannot be told apart, and what disturbed it. */
export function steadinessFacts({ steadiness, noiseFloors, protocol }: Analysis): readonly Fact[] {
  if (protocol.measuredCellCount === 0) return [];
  const { sampledShare, usualClockHz } = steadiness;
  return [
    ['measuring ended', stopText(steadiness, protocol.config)],
    ['noise floor', floorText(noiseFloors)],
    ['processes', processText(steadiness)],
    ['disturbed rounds', disturbanceText(steadiness)],
    ...(sampledShare === null
      ? []
      : [
          [
            'time in kernels',
            `${formatPercent(sampledShare)} of the run, with what cache states demand before them`,
          ] as const,
        ]),
    ...(usualClockHz === null
      ? []
      : [['clock of the core', `about ${formatSignificant(usualClockHz / 1e9)} GHz`] as const]),
  ];
}

function stopText({ stopCounts }: Steadiness, config: Analysis['protocol']['config']): string {
  const { precisionPercent, precisionPercentInCache, budgetSeconds } = config;
  const texts = {
    converged: `known to ${precisionPercent} % (in cache ${precisionPercentInCache} %) or better`,
    rounds: 'after the most rounds that were asked for',
    budget: `when the budget of ${budgetSeconds} s was used up`,
    interrupted: 'when the run was interrupted',
  };
  return stopCounts
    .map(({ reason, cellCount }) => `${formatCount(cellCount)} cells ${texts[reason]}`)
    .join(', ');
}

function floorText(floors: readonly NoiseFloor[]): string {
  if (floors.length === 0) return 'not measured: no algorithm was measured under two names';
  const sizesByName = new Map<string, string[]>();
  for (const { algorithm, elementCount, floorRatio, ...group } of floors) {
    const name = `${algorithm} (${nameOf(group)})`;
    const size = `${formatPercent(floorRatio - 1)} at ${formatCount(elementCount)}`;
    sizesByName.set(name, [...(sizesByName.get(name) ?? []), size]);
  }
  const parts = [...sizesByName].map(
    ([name, sizes]) => `${name} differs from itself by ${sizes.join(', ')} elements`,
  );
  return `${parts.join('; ')}; less is claimed nowhere`;
}

function processText({ processCount, headline }: Steadiness): string {
  if (processCount <= 1) {
    return '1, so what differs from process to process (where pages lie) is not in the intervals';
  }
  const share = headline?.betweenProcessShare ?? null;
  return share === null
    ? `${processCount}`
    : `${processCount}; about ${formatPercent(share)} of the variation of the headline ratio lies between them`;
}

function disturbanceText({ disturbances, headline }: Steadiness): string {
  const { roundCount, disturbedCount, causes, largestMedianChange } = disturbances;
  if (disturbedCount === 0) return `none of ${formatCount(roundCount)} that is known of`;
  const why = causes.map(({ cause, roundCount: own }) => `${cause} ${formatCount(own)}`);
  const parts = [
    `${formatCount(disturbedCount)} of ${formatCount(roundCount)}, all kept (${why.join(', ')})`,
  ];
  if (headline?.undisturbed) {
    parts.push(
      `without them the headline ratio would be ${formatRatio(headline.undisturbed.ratio)}`,
    );
  }
  if (largestMedianChange !== null) {
    parts.push(`no median would change by more than ${formatPercent(largestMedianChange)}`);
  }
  return parts.join('; ');
}
