import { expect, test } from 'vitest';

import { algorithmOf } from './algorithms.js';
import { challengersOf, studies, studyOf } from './studies.js';

test.each(studies.map((study) => [study.id, study] as const))(
  'everything in the study %s computes one operation',
  (_, study) => {
    const { operation, headline, rivals } = study;
    const challengers = challengersOf(study);
    for (const id of [headline, ...rivals, ...challengers]) {
      expect(algorithmOf(id)).toMatchObject({ operation, kind: 'algorithm' });
    }
    expect(challengers).toContain(headline);
    expect(challengers.filter((id) => rivals.includes(id))).toEqual([]);
    expect(studyOf(operation)).toBe(study);
  },
);

test('a study compares every other algorithm of its operation with the rivals', () => {
  expect(challengersOf(studyOf('softmax')!)).toEqual([
    'two-pass',
    'online',
    'three-pass-recompute-nt',
    'two-pass-nt',
    'online-nt',
  ]);
});

test('baselines have no study', () => {
  expect(studyOf('copy')).toBeUndefined();
  expect(studyOf('none')).toBeUndefined();
});
