import { expect, test } from 'vitest';

import { oneRow } from '../model/problem.js';
import { algorithmOf } from './algorithms.js';
import { streamsOf, trafficOf } from './traffic.js';

/** In units of N elements, as the paper counts them (section 3). */
test.each([
  { id: 'three-pass-recompute', useful: 2, pass: 4, bus: 5 },
  { id: 'three-pass-recompute-nt', useful: 2, pass: 4, bus: 4 },
  { id: 'three-pass-reload', useful: 2, pass: 5, bus: 6 },
  { id: 'two-pass', useful: 2, pass: 3, bus: 4 },
  { id: 'two-pass-nt', useful: 2, pass: 3, bus: 3 },
  { id: 'online', useful: 2, pass: 3, bus: 4 },
  { id: 'online-nt', useful: 2, pass: 3, bus: 3 },
  { id: 'log-softmax-three-pass', useful: 2, pass: 4, bus: 5 },
  { id: 'log-softmax-two-pass', useful: 2, pass: 3, bus: 4 },
  { id: 'logsumexp-one-pass', useful: 1, pass: 1, bus: 1 },
  { id: 'copy', useful: 2, pass: 2, bus: 3 },
  { id: 'copy-nt', useful: 2, pass: 2, bus: 2 },
  { id: 'scale', useful: 2, pass: 2, bus: 3 },
  { id: 'read', useful: 1, pass: 1, bus: 1 },
  { id: 'fill', useful: 1, pass: 1, bus: 2 },
])('$id: useful $useful N, pass $pass N, bus $bus N', ({ id, useful, pass, bus }) => {
  const streamBytes = 1000 * 4;
  expect(trafficOf(algorithmOf(id), oneRow(1000))).toEqual({
    usefulBytes: useful * streamBytes,
    passBytes: pass * streamBytes,
    busBytes: bus * streamBytes,
  });
});

test('bus traffic of the C library is unknown: it chooses its stores', () => {
  expect(trafficOf(algorithmOf('libc-memcpy'), oneRow(1000))).toEqual({
    usefulBytes: 8000,
    passBytes: 8000,
    busBytes: null,
  });
});

test('a stream counts once in the useful bytes, however often it is swept', () => {
  expect(streamsOf(algorithmOf('three-pass-reload')).usefulBytes).toBe(2);
  expect(streamsOf(algorithmOf('logsumexp-max-first')).usefulBytes).toBe(1);
});
