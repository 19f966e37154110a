import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { sha256Of, sha256OfEach } from './file-hash.js';

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-hash-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('sha256Of', () => {
  const path = join(folder, 'abc');
  writeFileSync(path, 'abc');

  it('gives what FIPS 180-4 has of abc', () => {
    expect(sha256Of(path)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it.each([2, 100])(
    'gives the same of each of %i files, and null for a missing one',
    async (count) => {
      const paths = Array.from({ length: count }, (_, index) => join(folder, `${count}-${index}`));
      paths.forEach((own, index) => writeFileSync(own, Buffer.alloc(index * 5000, index)));
      const all = [...paths, join(folder, 'missing')];
      expect(await sha256OfEach(all)).toEqual(all.map(sha256Of));
      expect(sha256Of(all.at(-1)!)).toBeNull();
    },
  );
});
