import { describe, expect, it } from 'vitest';

import { algorithms } from '../softmax/algorithms.js';
import { operations } from '../softmax/operations.js';
import { studies } from '../softmax/studies.js';
import { renderListing } from './list.js';
import { makeListing } from './listing.js';

const listing = makeListing({
  backends: [],
  unavailableKernels: [
    { candidate: 'native, prebuilt', reason: 'none for mars-x64', isBroken: false },
  ],
  targets: [
    { target: 'js', available: true, reason: null },
    { target: 'avx512', available: false, reason: 'this CPU has no avx512f' },
  ],
});

describe('list', () => {
  const text = renderListing(listing, 80);

  it('shows every algorithm but the skeletons, for which a sentence stands', () => {
    for (const { id, skeletonOf } of algorithms) {
      expect(new RegExp(`^${id} `, 'm').test(text)).toBe(skeletonOf === null);
    }
    expect(text).toMatch(/^three-pass-recompute +4N +5N {2}three-pass/m);
    expect(text).toMatch(/^libc-memcpy +2N +- /m);
    expect(text).toMatch(/^log-softmax-two-pass-nt +3N +3N /m);
  });

  it('shows every operation, study and group', () => {
    for (const { id, title } of Object.values(operations)) {
      expect(text).toMatch(new RegExp(`^${id} +${title.replaceAll(/[\^/]/g, '\\$&')}$`, 'm'));
    }
    for (const { id, headline } of studies) {
      expect(text).toMatch(new RegExp(`^${id} +is ${headline} faster than `, 'm'));
    }
    for (const { name } of listing.groups) expect(text).toMatch(new RegExp(`^${name} `, 'm'));
  });

  it('shows the kernels that cannot be used, with the reason', () => {
    expect(text).toMatch(/^native, prebuilt +not used: none for mars-x64$/m);
  });

  it('shows targets, the fastest first, with the reason where one does not run', () => {
    expect(text).toMatch(/avx512 {2}not available: this CPU has no avx512f\njs +available/);
  });

  it('shows the presets', () => {
    expect(listing.presets.map(({ name }) => name)).toEqual(['default', 'paper', 'quick']);
  });

  it('fits in 80 columns', () => {
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});
