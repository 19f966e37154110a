import { describe, expect, it } from 'vitest';

import type { ResultDocument } from '../model/result.js';
import { aaControlIdOf } from '../softmax/algorithms.js';
import { serializeDocument } from '../storage/store.js';
import { syntheticRun } from '../testing/synthetic-machine.js';
import type { CellOutcome } from '../model/outcome.js';
import { problemsOfSubmission } from './submission.js';

const good = goodDocument();
const names = { hostName: 'my-very-own-host', userName: 'somebody' };

function problemsOf(document: ResultDocument): readonly string[] {
  return problemsOfSubmission({ text: serializeDocument(document), document }, names);
}

function changed(
  change: (outcome: CellOutcome & { status: 'measured' }) => object,
): ResultDocument {
  return {
    ...good,
    outcomes: good.outcomes.map((outcome) =>
      outcome.status === 'measured' ? { ...outcome, ...change(outcome) } : outcome,
    ),
  };
}

describe('problemsOfSubmission', () => {
  it('finds none in a good result', () => {
    expect(problemsOf(good)).toEqual([]);
  });

  it.each<[string, ResultDocument, RegExp]>([
    ['an interrupted run', { ...good, finishedAtUtc: null }, /^The run was interrupted\.$/],
    ['an empty run', { ...good, outcomes: [] }, /^No cell was measured\.$/],
    ['the host name', { ...good, label: 'My-Very-Own-Host at home' }, /holds the host name/],
    ['the user name', { ...good, label: "somebody's laptop" }, /holds the user name/],
    ['a home folder', { ...good, label: '/home/x/bench' }, /path of a home folder/],
    ['a home folder of Windows', { ...good, label: 'C:\\Users\\x' }, /path of a home folder/],
    ['an address', { ...good, label: 'me@example.org' }, /e-mail address/],
    [
      'output that was not verified',
      changed(({ verification }) => ({
        verification: { ...verification, comparedElementCount: 0 },
      })),
      /^\d+ cells have no verification or errors/,
    ],
    [
      'errors that verification does not allow',
      changed(({ verification }) => ({ verification: { ...verification, maxUlpError: 1e6 } })),
      /^\d+ cells have no verification or errors/,
    ],
    [
      'a run without A/A controls',
      {
        ...good,
        outcomes: good.outcomes.filter(({ cell }) => !cell.implementation.endsWith('-aa')),
      },
      /^There is no A\/A control/,
    ],
    [
      'numbers that cannot be true',
      changed(({ durationsNs }) => ({ durationsNs: durationsNs.map((ns) => ns / 1e5) })),
      /GB\/s, which no CPU does/,
    ],
  ])('finds %s', (_, document, problem) => {
    expect(problemsOf(document).join('\n')).toMatch(problem);
  });

  it('does not take a common user name, or a part of a word, for a name', () => {
    const text = JSON.stringify({ label: 'rooted in debian' });
    const common = { hostName: 'in', userName: 'root' };
    expect(problemsOfSubmission({ text, document: good }, common)).toEqual([]);
  });
});

/** A run with verified output and an A/A control. */
function goodDocument(): ResultDocument {
  const algorithms = ['three-pass-reload', 'two-pass', aaControlIdOf('two-pass'), 'copy'];
  const document = syntheticRun({ name: 'A', algorithms });
  const verification = {
    maxUlpError: 1.5,
    maxRelativeError: 1e-7,
    sumError: 1e-7,
    zeroOutputShare: 0,
    comparedElementCount: 1024,
  };
  return {
    ...document,
    outcomes: document.outcomes.map((outcome) =>
      outcome.status === 'measured' ? { ...outcome, verification } : outcome,
    ),
  };
}
