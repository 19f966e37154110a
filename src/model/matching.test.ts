import { expect, it } from 'vitest';

import { fixtureDocument } from '../testing/fixture-document.js';
import { agreeIn, groupAxes, sweepAxes } from './axes.js';
import { matching } from './matching.js';

it('gives what agrees, for any choice of axes', () => {
  const cells = fixtureDocument().outcomes.map(({ cell }) => cell);
  for (const names of [groupAxes, sweepAxes]) {
    for (const point of [cells[0]!, cells.at(-1)!, { ...cells[0]!, threadCount: 2 }]) {
      const expected = cells.filter((cell) => agreeIn(cell, point, names));
      expect(matching(cells, point, names)).toEqual(expected);
    }
  }
});
