import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test, type TestContext } from 'vitest';

import { SoftmaxBenchError } from '../../errors.js';
import { describeNative } from '../../testing/describe-native.js';
import { localAddonPath } from './addon-paths.js';

const mebibyte = 1 << 20;
const hugePage = 2 * mebibyte;

describeNative('memory of the native kernels', ({ backend }) => {
  test('memory that cannot be had is an error that names its size', () => {
    const tooMuch = { xBytes: 2 ** 52, yBytes: 64, pages: 'default' } as const;
    expect(() => backend.allocate(tooMuch)).toThrow(SoftmaxBenchError);
    expect(() => backend.allocate(tooMuch)).toThrow('cannot allocate');
  });

  test('a view keeps its memory when nothing else holds the workspace', () => {
    const script = `
      const { x } = require(process.argv[1]).allocate({ xBytes: 4096, yBytes: 4096, pages: 'default' });
      setTimeout(() => { gc(); gc(); setTimeout(() => console.log(new Float32Array(x)[9]), 20); }, 5);`;
    const node = spawnSync(process.execPath, ['--expose-gc', '-e', script, localAddonPath()]);
    expect([node.signal, String(node.stdout)]).toEqual([null, '0\n']);
  });

  describe.runIf(process.platform === 'linux')('pages', () => {
    test('all kinds are offered', () => {
      expect(backend.pages).toEqual(['default', 'huge', 'hugetlb']);
    });

    test('transparent huge pages are counted for each workspace, whatever others have', () => {
      const size = { xBytes: 4 * mebibyte, yBytes: 6 * mebibyte };
      const kinds = ['huge', 'default', 'huge', 'default'] as const;
      const open = kinds.map((pages) => backend.allocate({ ...size, pages }));
      const [first, second, third, fourth] = open.map(({ hugePageBytes }) => hugePageBytes);
      expect([second, fourth]).toEqual([0, 0]);
      for (const bytes of [first!, third!]) {
        expect(bytes % hugePage).toBe(0);
        expect(bytes).toBeLessThanOrEqual(10 * mebibyte);
      }
      for (const workspace of open) workspace.free();
    });

    test('as many as the system allows are given', (context) => {
      const mode = readFileSync('/sys/kernel/mm/transparent_hugepage/enabled', 'utf8');
      context.skip(mode.includes('[never]'), 'this system gives no transparent huge pages');
      const workspace = backend.allocate({ xBytes: hugePage, yBytes: hugePage, pages: 'huge' });
      expect(workspace.hugePageBytes).toBeGreaterThan(0);
      workspace.free();
    });

    test('hugetlb pages that nobody reserved are an error, not a signal', (context) => {
      context.skip(!existsSync(poolPath), 'this system has no pages of 2 MiB');
      const xBytes = (freePageCount() + 1) * hugePage;
      const request = { xBytes, yBytes: 64, pages: 'hugetlb' } as const;
      expect(() => backend.allocate(request)).toThrow(SoftmaxBenchError);
      expect(() => backend.allocate(request)).toThrow('nr_hugepages');
    });

    test('hugetlb pages have 2 MiB, and go back to the pool', (context) => {
      withReservedPages(context, 4, (reservedCount) => {
        for (let time = 0; time < 2; time += 1) {
          const request = { xBytes: 2 * hugePage, yBytes: mebibyte, pages: 'hugetlb' } as const;
          const workspace = backend.allocate(request);
          expect(workspace.pageSizeBytes).toBe(hugePage);
          expect(workspace.hugePageBytes).toBe(0);
          expect(freePageCount()).toBe(reservedCount - 3);
          expect(workspace.x.every((value) => value === 0)).toBe(true);
          workspace.y.fill(1);
          workspace.free();
          expect(freePageCount()).toBe(reservedCount);
        }
      });
    });
  });
});

const poolPath = '/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages';

function freePageCount(): number {
  return Number(readFileSync(poolPath.replace('nr_', 'free_'), 'utf8'));
}

/** Runs `body` with at least so many free pages in the pool, which has its former size afterwards. */
function withReservedPages(
  context: TestContext,
  count: number,
  body: (freeCount: number) => void,
): void {
  let before: string;
  try {
    before = readFileSync(poolPath, 'utf8');
    writeFileSync(poolPath, String(Number(before) + count));
  } catch (error) {
    context.skip(`pages cannot be reserved here (${String(error)})`);
  }
  try {
    const freeCount = freePageCount();
    context.skip(freeCount < count, 'the system has no memory for pages of 2 MiB');
    body(freeCount);
  } finally {
    writeFileSync(poolPath, before);
  }
}
