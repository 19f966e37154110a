import { describe, expect, it } from 'vitest';

import { sharedMemory } from '../backends/external/external.js';
import type { External } from '../model/external.js';
import { renderLibraries } from './library-table.js';

const library: External = {
  id: 'xnnpack',
  kind: 'library',
  title: 'XNNPACK',
  version: null,
  operations: [{ operation: 'softmax', passes: null }],
  passesSource: null,
  memory: 'shared',
  hasThreads: true,
  hasRows: true,
  shortestCallNs: 0,
  remark: null,
  tolerance: 0.05,
};

describe('the table of libraries', () => {
  const text = renderLibraries(
    {
      found: [
        {
          external: library,
          source: { kind: 'library', id: 'xnnpack', location: 'a.so' },
          memory: sharedMemory(0),
        },
        {
          external: {
            ...library,
            id: 'numpy',
            title: 'NumPy',
            version: '2.4.6',
            memory: 'own',
            hasThreads: false,
            remark: 'A call is the usual expression.',
          },
          source: { kind: 'library', id: 'numpy', location: 'python3' },
          memory: sharedMemory(0),
        },
      ],
      missing: [
        {
          id: 'torch',
          reason: "python3: No module named 'torch'",
          remedy: 'python3 -m pip install torch',
        },
      ],
    },
    80,
  );

  it('says how each is called', () => {
    expect(text).toMatch(/^xnnpack +several +kernels +XNNPACK \(no version\)$/m);
    expect(text).toMatch(/^numpy +one +own +NumPy 2\.4\.6\. A call is the usual expression\.$/m);
  });

  it('says how to get what is not found', () => {
    const found = /^torch +(.*\n.*)$/m.exec(text)?.[1]?.replaceAll(/\s+/g, ' ');
    expect(found).toBe("python3: No module named 'torch'; to get it: python3 -m pip install torch");
  });

  it('fits in 80 columns', () => {
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});
