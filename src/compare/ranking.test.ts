import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { studentPoint } from '../statistics/student.js';
import { countClaims } from './ranking.js';
import { compareLogs, type LogPoint } from './ratio.js';

const width = fc.double({ min: 0.001, max: 0.1, noNaN: true });
const widths = fc.oneof(
  { weight: 5, arbitrary: fc.record({ down: width, up: width }) },
  // Too few rounds for an interval.
  { weight: 1, arbitrary: fc.constant({ down: Number.NaN, up: Number.NaN }) },
);

function claimed(runCount: number): fc.Arbitrary<LogPoint> {
  const between = fc.double({ min: 0, max: 0.001, noNaN: true });
  const rest = fc.record({
    // Differences that exp() would lose are no differences.
    log: fc.integer({ min: -500, max: 500 }).map((thousandths) => thousandths / 1000),
    betweenRuns: runCount > 1 ? between : fc.constant(Number.NaN),
    runCount: fc.constant(runCount),
    aaRatio: fc.double({ min: 1, max: 1.2, noNaN: true }),
  });
  const unknownError = { standardError: Number.NaN, degreesOfFreedom: 0 };
  const ofProcesses = fc.integer({ min: 2, max: 9 }).chain((degreesOfFreedom) =>
    fc.double({ min: 0, max: 0.1, noNaN: true }).map((standardError) => {
      const width = standardError * studentPoint(degreesOfFreedom);
      return { down: width, up: width, standardError, degreesOfFreedom };
    }),
  );
  const ofRounds = widths.map((own) => ({ ...own, ...unknownError }));
  const within = runCount === 1 ? fc.oneof(ofProcesses, ofRounds) : ofRounds;
  return fc.tuple(within, rest).map(([own, others]) => ({ ...own, ...others }));
}

describe('countClaims', () => {
  it.each([
    ['of single runs', claimed(1)],
    ['of repeated runs', claimed(3)],
    ['of both', fc.oneof(claimed(1), claimed(2))],
  ])('counts the verdicts of all pairs %s', (_, point) => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 12 }), (points) => {
        const verdicts = points.map((own) =>
          points.map((other) => compareLogs(own, other).verdict),
        );
        const count = (verdict: string) =>
          verdicts.map((own) => own.filter((each) => each === verdict).length);
        const { better, worse } = countClaims(points);
        expect(worse).toEqual(count('faster'));
        expect(better).toEqual(count('slower'));
      }),
      { numRuns: 1000 },
    );
  });
});
