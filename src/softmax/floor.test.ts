import { expect, it } from 'vitest';

import { algorithmOf, algorithms } from './algorithms.js';
import { floorBaselinesOf } from './floor.js';
import { trafficOf } from './traffic.js';
import { oneRow } from '../model/problem.js';

it.each([
  ['three-pass-recompute', 'read read copy'],
  ['three-pass-recompute-nt', 'read read copy-nt'],
  ['three-pass-reload', 'read copy update'],
  ['two-pass', 'read copy'],
  ['two-pass-nt', 'read copy-nt'],
  ['two-pass-aa', 'read copy'],
  ['log-softmax-two-pass-nt', 'read copy-nt'],
  ['logsumexp-max-first', 'read read'],
  ['copy', ''],
  ['two-pass-skeleton', ''],
])('the floor of %s is %s', (id, baselines) => {
  expect(floorBaselinesOf(algorithmOf(id)).join(' ')).toBe(baselines);
});

it('moves the bytes of every algorithm', () => {
  for (const algorithm of algorithms.filter(({ kind }) => kind === 'algorithm')) {
    const baselines = floorBaselinesOf(algorithm).map(algorithmOf);
    for (const bytes of ['passBytes', 'busBytes'] as const) {
      const sum = baselines.reduce((total, own) => total + trafficOf(own, oneRow(64))[bytes]!, 0);
      expect(sum).toBe(trafficOf(algorithm, oneRow(64))[bytes]);
    }
  }
});
