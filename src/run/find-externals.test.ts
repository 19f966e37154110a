import { describe, expect, it } from 'vitest';

import { loadRunConfig } from '../config/load-config.js';
import { findExternals } from './find-externals.js';

const config = loadRunConfig({ preset: 'quick', file: null, overrides: {} });
const python = 'python3-of-nobody';
const ignore = () => undefined;

describe('libraries of a run', () => {
  it('are none unless they are named', async () => {
    expect(await findExternals(config, ignore)).toEqual([]);
  });

  it('that are named and not found are refused with the way to get them', async () => {
    await expect(
      findExternals({ ...config, libraries: ['torch'], python }, ignore),
    ).rejects.toThrow(
      /^library torch: no command python3-of-nobody; to get it: python3-of-nobody -m pip install torch$/,
    );
  });

  it('that only a group names are left out', async () => {
    const found = await findExternals({ ...config, libraries: ['onnxruntime'], python }, ignore);
    expect(found.map(({ external }) => external.id)).not.toContain('onnxruntime-python');
  });
});
