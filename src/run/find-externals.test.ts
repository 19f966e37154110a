import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { kernelTemplates } from '../backends/external/kernels/kernel-templates.js';
import { loadRunConfig } from '../config/load-config.js';
import { describeCompiled } from '../testing/describe-compiled.js';
import { externalDifferences, findExternals } from './find-externals.js';

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-find-externals-'));
// Shared objects are compiled there.
vi.stubEnv('TMPDIR', folder);
const file = join(folder, 'my_softmax.c');
beforeAll(() => {
  writeFileSync(file, kernelTemplates.c);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function find(overrides: Readonly<Record<string, unknown>>) {
  const config = loadRunConfig({ preset: null, file: null, overrides });
  return (await findExternals(config, () => undefined)).externals;
}

describe('findExternals', () => {
  it('finds nothing where nothing is named', async () => {
    expect(await find({})).toEqual([]);
  });

  it('refuses passes that are of no kernel, or no passes', async () => {
    await expect(find({ kernelPasses: 'R:x' })).rejects.toThrow(
      'kernel passes without a kernel: add --kernel, or kernels to the config',
    );
    await expect(find({ kernels: [file], kernelPasses: 'R:q' })).rejects.toThrow(
      'kernel passes "R:q": expected R:x',
    );
  });
});

describe('libraries of a run', () => {
  const python = 'python3-of-nobody';

  it('that are named and not found are refused with the way to get them', async () => {
    await expect(find({ libraries: ['torch'], python })).rejects.toThrow(
      /^library torch: no command python3-of-nobody; to get it: python3-of-nobody -m pip install torch$/,
    );
  });

  it('that no name means alone are left out', async () => {
    const found = await find({ libraries: ['auto'], python });
    expect(found.map(({ external }) => external.id)).not.toContain('torch');
  });
});

describeCompiled('kernels of a run', () => {
  it('have the passes and the tolerance of the config', async () => {
    const [found] = await find({ kernels: [file], kernelPasses: 'R:x', kernelTolerance: 0.1 });
    expect(found?.external).toMatchObject({
      operations: [{ operation: 'softmax', passes: [{ reads: ['x'], writes: [] }] }],
      passesSource: '--kernel-passes',
      tolerance: 0.1,
    });
  });

  it('have names of their own', async () => {
    for (const [name, owner] of [
      ['two-pass', 'an algorithm'],
      ['torch', 'a library'],
    ] as const) {
      await expect(find({ kernels: [`${name}=${file}`] })).rejects.toThrow(
        `my_softmax of my_softmax.c: ${name} is the name of ${owner}: give the kernel another`,
      );
    }
  });

  it('are the same when a run is resumed, or it is said what differs', async () => {
    const found = await find({ kernels: [file] });
    const before = found.map(({ external }) => external);
    expect(externalDifferences(before, found)).toEqual([]);
    expect(externalDifferences(before, [])).toEqual([
      'my_softmax of my_softmax.c is not found any more',
    ]);
    writeFileSync(file, kernelTemplates.c.replace('1 / sum', '1 / (float)sum'));
    const [difference] = externalDifferences(before, await find({ kernels: [file] }));
    expect(difference).toMatch(/^my_softmax of my_softmax\.c was sha256 \w+, is sha256 \w+$/);
  });
});
