import { describe, expect, it } from 'vitest';

import type { ResultDocument } from '../../model/result.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { analysisSchema } from '../analysis.js';
import { analyze, analyzeCells } from '../analyze.js';

describe('a study', () => {
  const both = fixtureDocument(['softmax', 'log-softmax']);
  const softmax: ResultDocument = {
    ...both,
    outcomes: both.outcomes.filter(({ cell }) => !cell.implementation.startsWith('log-softmax')),
  };

  it('compares implementations of its own operation alone', () => {
    const analysis = analyze(both, { study: 'log-softmax' });
    expect(analysis.study).toMatchObject({ id: 'log-softmax', otherStudies: ['paper'] });
    expect(new Set(analysis.cells.map(({ operation }) => operation))).toEqual(
      new Set(['log-softmax', 'copy', 'none']),
    );
    expect(analysis.speedups.length).toBeGreaterThan(0);
    for (const { implementation, over } of analysis.speedups) {
      expect(algorithmOf(implementation).operation).toBe('log-softmax');
      expect(over).toBe('log-softmax-three-pass');
    }
    expect(analysis.steadiness.headline).toMatchObject({ over: 'log-softmax-three-pass' });
    expect(analysis.claims).toEqual([]);
    expect(analysis.answer.headlineGain).toMatchObject({
      implementation: 'log-softmax-two-pass',
      over: 'log-softmax-three-pass',
    });
    expect(analysisSchema.parse(JSON.parse(JSON.stringify(analysis)))).toEqual(analysis);
  });

  it('is the first that was measured, else the paper', () => {
    expect(analyze(both).study).toMatchObject({ id: 'paper', otherStudies: ['log-softmax'] });
    expect(analyze(fixtureDocument(['logsumexp'])).study.id).toBe('logsumexp');
    expect(analyze({ ...both, outcomes: [] }).study.id).toBe('paper');
    expect(() => analyze(both, { study: 'top-k' })).toThrow(/unknown study "top-k", expected one/);
  });

  it('has the same figures whatever else was measured', () => {
    const { protocol, steadiness, study, ...figures } = analyze(softmax);
    expect(analyze(both)).toMatchObject({ ...figures, unreachedCellCount: 0 });
    expect(steadiness.headline).toEqual(analyze(both).steadiness.headline);
    expect(study.otherStudies).toEqual([]);
    expect(protocol.measuredCellCount).toBeLessThan(analyze(both).protocol.measuredCellCount);
  });

  it('does not limit tables of cells', () => {
    const { cells, sweeps } = analyzeCells(both);
    const operations = new Set(cells.map(({ operation }) => operation));
    expect(operations).toEqual(new Set(['softmax', 'log-softmax', 'copy', 'none']));
    expect(sweeps.map(({ target }) => target)).toEqual(['avx512', 'js']);
  });
});
