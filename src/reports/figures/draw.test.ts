import { beforeAll, describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import type { ResultDocument } from '../../model/result.js';
import type { CellOutcome } from '../../model/outcome.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { drawFigures } from './draw.js';

const document = fixtureDocument();

function draw(result: ResultDocument) {
  return drawFigures(analyze(result));
}

function keeping(isKept: (outcome: CellOutcome) => boolean): ResultDocument {
  return { ...document, outcomes: document.outcomes.filter(isKept) };
}

describe('drawFigures', () => {
  let drawn: Awaited<ReturnType<typeof draw>>;
  beforeAll(async () => {
    drawn = await draw(document);
  });

  it('draws every figure for which the result has the samples', () => {
    expect(drawn.map(({ id, status }) => [id, status])).toEqual([
      ['time-per-element', 'drawn'],
      ['best-map', 'drawn'],
      ['speedup', 'drawn'],
      ['floor', 'drawn'],
      ['pass-bandwidth', 'drawn'],
      ['decomposition', 'drawn'],
      ['bandwidth', 'drawn'],
      ['headline-rounds', 'drawn'],
    ]);
    for (const figure of drawn) {
      if (figure.status === 'empty') continue;
      expect(figure.svg).toMatch(/^<svg [\s\S]*<\/svg>$/);
      expect(figure.svg).not.toMatch(/NaN|undefined|Infinity/);
      const widthOf = (svg: string | null) => Number(/width="(\d+)"/.exec(svg ?? '')?.[1]);
      expect(widthOf(figure.svg), figure.id).toBeLessThanOrEqual(760);
      expect(widthOf(figure.narrowSvg), figure.id).toBeLessThanOrEqual(362);
    }
  });

  it('shows the passes of a run that sampled them, and says so of one that did not', async () => {
    expect(drawn.find(({ id }) => id === 'decomposition')).toMatchObject({
      status: 'drawn',
      svg: expect.stringContaining('ext-sum') as string,
    });
    const outcomes = document.outcomes.map((outcome) =>
      outcome.status === 'measured' ? { ...outcome, passDurationsNs: null } : outcome,
    );
    const whole = await draw({ ...document, outcomes });
    expect(whole.find(({ id }) => id === 'decomposition')).toMatchObject({ status: 'empty' });
  });

  it.each<[string, (outcome: CellOutcome) => boolean]>([
    ['nothing was measured', () => false],
    ['only copy was measured', ({ cell }) => cell.implementation === 'copy'],
    ['nothing left the caches', ({ cell }) => cell.problem.columns < 1 << 20],
    ['there are js cells only', ({ cell }) => cell.target === 'js'],
    ['there is one size only', ({ cell }) => cell.problem.columns === 1 << 25],
  ])('draws what it can and says why not when %s', async (_, isKept) => {
    const some = await draw(keeping(isKept));
    expect(some).toHaveLength(drawn.length);
    for (const figure of some) {
      if (figure.status === 'empty') expect(figure.reason).toMatch(/^[A-Z].*\.$/);
      else expect(figure.svg).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});
