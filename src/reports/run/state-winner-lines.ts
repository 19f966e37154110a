import type { StateWinners, Winners } from '../../analysis/study/winners-schema.js';
import { axisOf } from '../../model/axes.js';
import { problemText } from '../../model/problem-text.js';

/** A line for each size at which the winner depends on the output state, and one each for the rest. */
export function stateWinnerLines(sizes: readonly StateWinners[]): readonly string[] {
  const depending = sizes.filter(({ differs }) => differs === true);
  const same = sizes.filter(({ differs }) => differs === false);
  const undecided = sizes.filter(({ differs }) => differs === null);
  return [
    ...depending.map(
      (size) =>
        `The fastest implementation depends on the output state at ${sizesText([size])}: ` +
        `${size.states.map(winnerText).join(', ')}.`,
    ),
    ...(same.length === 0
      ? []
      : [
          `The fastest implementation is the same in each output state, or ties, at ${sizesText(same)}.`,
        ]),
    ...(undecided.length === 0
      ? []
      : [
          `Undecided whether the fastest implementation depends on the output state: ${sizesText(undecided)}.`,
        ]),
  ];
}

function sizesText(sizes: readonly StateWinners[]): string {
  const texts = sizes.map(({ problem, region }) => `${problemText(problem)} (${region})`);
  return `${texts.join(', ')} elements`;
}

function winnerText({ cacheState, fastest, tied }: Winners): string {
  const names = tied.length === 0 ? fastest : `${fastest} (ties with ${tied.join(', ')})`;
  return `${names} with ${axisOf('cacheState').text(cacheState)}`;
}
