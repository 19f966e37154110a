import { expect, test } from 'vitest';

import { algorithmOf, algorithms, findAlgorithm, skeletonIdOf } from './algorithms.js';
import { passes } from './passes.js';
import { trafficOf } from './traffic.js';

const softmaxAlgorithms = algorithms.filter(({ computes }) => computes === 'softmax');

test('ids are unique and lead back to their algorithms', () => {
  expect(new Set(algorithms.map(({ id }) => id)).size).toBe(algorithms.length);
  for (const algorithm of algorithms) expect(findAlgorithm(algorithm.id)).toBe(algorithm);
  expect(findAlgorithm('four-pass')).toBeUndefined();
  expect(() => algorithmOf('four-pass')).toThrow('four-pass');
});

test('streaming forms exist of exactly those whose last pass writes y without reading it', () => {
  const streaming = softmaxAlgorithms.filter(({ streamingFormOf }) => streamingFormOf !== null);
  expect(streaming.map(({ id }) => id)).toEqual([
    'three-pass-recompute-streaming',
    'two-pass-streaming',
    'online-streaming',
  ]);
  for (const form of streaming) {
    expect(form.passes.map(({ store }) => store)).toEqual(
      form.passes.map((_, index) => (index === form.passes.length - 1 ? 'streaming' : 'ordinary')),
    );
  }
});

test.each(softmaxAlgorithms.map((algorithm) => [algorithm.id, algorithm] as const))(
  '%s has a skeleton of memory passes with identical traffic',
  (id, algorithm) => {
    const skeleton = algorithmOf(skeletonIdOf(id));
    expect(skeleton.skeletonOf).toBe(id);
    expect(skeleton.computes).toBe('none');
    expect(skeleton.passes.every(({ pass }) => passes[pass].kind === 'memory')).toBe(true);
    expect(trafficOf(skeleton, 1000)).toEqual(trafficOf(algorithm, 1000));
  },
);
