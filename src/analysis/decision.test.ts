import { describe, expect, it } from 'vitest';

import { fixtureDocument } from '../testing/fixture-document.js';
import { analyze } from './analyze.js';
import { decisionOf, decisionSchema } from './decision.js';

describe('decisionOf', () => {
  const document = fixtureDocument();

  it.each([
    ['a whole run', document],
    ['a run without a sample', { ...document, outcomes: [] }],
  ])('is plain data of the documented shape for %s', (_, own) => {
    const decision = decisionOf(analyze(own));
    expect(decisionSchema.parse(JSON.parse(JSON.stringify(decision)))).toEqual(decision);
  });

  it('says what the answer is about', () => {
    expect(decisionOf(analyze({ ...document, label: 'mine' }))).toMatchObject({
      run: { label: 'mine', tool: document.tool, isComplete: true },
      machine: { cpuModel: document.machine.cpuModel },
      study: { id: 'paper' },
      subject: {
        target: 'avx512',
        threadCount: 1,
        placement: null,
        scaling: null,
        elementType: 'float32',
        outOfCacheProblem: { rows: 1, columns: 1 << 25 },
      },
      input: document.plan.config.input,
      seed: document.plan.config.seed,
    });
  });

  it('has the answer of the analysis', () => {
    const analysis = analyze(document);
    expect(decisionOf(analysis).answer).toBe(analysis.answer);
  });
});
