import { expect, test } from 'vitest';

import { passes, skeletonOfPass, type PassId } from './passes.js';

const passIds = Object.keys(passes) as PassId[];

test('every pass is filed under its own id and moves something', () => {
  for (const id of passIds) {
    expect(passes[id].id).toBe(id);
    expect(passes[id].reads.length + passes[id].writes.length).toBeGreaterThan(0);
  }
});

test('the skeleton of every pass moves the same streams without arithmetic', () => {
  for (const id of passIds) {
    const skeleton = passes[skeletonOfPass(id)];
    expect(skeleton.kind).toBe('memory');
    expect(skeleton.reads).toEqual(passes[id].reads);
    expect(skeleton.writes).toEqual(passes[id].writes);
  }
});
