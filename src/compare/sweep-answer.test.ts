import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { analyze } from '../analysis/analyze.js';
import { agreeIn, sweepAxes } from '../model/axes.js';
import { packageRoot } from '../package-root.js';
import { readDocument } from '../storage/store.js';
import { reduceRun } from './reduce.js';

describe('the answer of a reduced sweep', () => {
  it('is that of the analysis', () => {
    const folder = join(packageRoot(), 'results', 'reference', 'amd-epyc-milan-vm');
    const document = readDocument(join(folder, 'result.json'));
    const { answer, subject } = analyze(document);
    const { sweeps } = reduceRun(document);
    const reduced = sweeps.find((sweep) => agreeIn(sweep, subject!, sweepAxes))!.answer!;
    const { implementation, ties } = answer.states[0]!.ranges.at(-1)!;
    const { kind, lowProblem, highProblem } = answer.breakEven;
    expect(reduced).toEqual({
      operation: 'softmax',
      shipped: { implementation, ties },
      breakEven: { kind, lowProblem, highProblem },
    });
  });
});
