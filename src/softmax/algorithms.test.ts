import { expect, test } from 'vitest';

import { oneRow } from '../model/problem.js';
import {
  aaControlIdOf,
  algorithmOf,
  algorithms,
  findAlgorithm,
  skeletonIdOf,
} from './algorithms.js';
import { passes } from './passes.js';
import { trafficOf } from './traffic.js';

const studied = algorithms.filter(({ kind }) => kind === 'algorithm');

test('ids are unique and lead back to their algorithms', () => {
  expect(new Set(algorithms.map(({ id }) => id)).size).toBe(algorithms.length);
  for (const algorithm of algorithms) expect(findAlgorithm(algorithm.id)).toBe(algorithm);
  expect(findAlgorithm('four-pass')).toBeUndefined();
  expect(() => algorithmOf('four-pass')).toThrow('four-pass');
});

test('forms with non-temporal stores exist of exactly those whose last pass writes y without reading it', () => {
  const forms = studied.filter(({ ordinaryForm }) => ordinaryForm !== null);
  expect(forms.map(({ id }) => id)).toEqual([
    'three-pass-recompute-nt',
    'two-pass-nt',
    'online-nt',
    'log-softmax-three-pass-nt',
    'log-softmax-two-pass-nt',
    'log-softmax-online-nt',
  ]);
  for (const form of forms) {
    expect(form.passes.map(({ store }) => store)).toEqual(
      form.passes.map((_, index) =>
        index === form.passes.length - 1 ? 'non-temporal' : 'ordinary',
      ),
    );
  }
});

test.each(studied.map((algorithm) => [algorithm.id, algorithm] as const))(
  '%s has a skeleton of memory passes with identical traffic',
  (id, algorithm) => {
    const skeleton = algorithmOf(skeletonIdOf(id));
    expect(skeleton.skeletonOf).toBe(id);
    expect(skeleton.operation).toBe('none');
    expect(skeleton.passes.every(({ pass }) => passes[pass].kind === 'memory')).toBe(true);
    expect(trafficOf(skeleton, oneRow(1000))).toEqual(trafficOf(algorithm, oneRow(1000)));
  },
);

test('an A/A control is its original under another name, and not listed', () => {
  for (const algorithm of algorithms) {
    const control = algorithmOf(aaControlIdOf(algorithm.id));
    const { id, title } = control;
    expect({ ...algorithm, id, title, controlOf: algorithm.id }).toEqual(control);
    expect(algorithms).not.toContain(control);
  }
});
