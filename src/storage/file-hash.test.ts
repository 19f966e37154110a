import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { sha256Of } from './file-hash.js';

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-hash-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('sha256Of', () => {
  const path = join(folder, 'abc');
  writeFileSync(path, 'abc');

  it('gives what FIPS 180-4 has of abc', () => {
    expect(sha256Of(path)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('gives null for a missing file', () => {
    expect(sha256Of(join(folder, 'missing'))).toBeNull();
  });
});
