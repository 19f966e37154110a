import { sharedMemory } from '../../backends/external/external.js';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { compileKernel } from '../../backends/external/kernels/compile-kernel.js';
import { kernelTemplates } from '../../backends/external/kernels/kernel-templates.js';
import { cellAt } from '../../model/cell.js';
import { oneRow } from '../../model/problem.js';
import { describeCompiled } from '../../testing/describe-compiled.js';
import type { VisitRequest } from './messages.js';
import { exitText, faultClause } from './fault-report.js';
import { forkWorker } from './worker-client.js';

/** Kernels that fail in every way, beside one that does not. */
const faultyKernels = `
#include <stdlib.h>
#include <unistd.h>
#define KERNEL(name) void name(const float *x, float *y, size_t n)
KERNEL(wrong) { my_softmax(x, y, n); y[n / 2] *= 2; }
KERNEL(partial) { my_softmax(x, y, n - 1); }
KERNEL(nothing) { (void)x; (void)y; (void)n; }
KERNEL(at_end) { my_softmax(x, y, n); y[n] = 0; }
KERNEL(before) { my_softmax(x, y, n); y[-1] = 0; }
KERNEL(far_past) { my_softmax(x, y, n); y[n + 24] = 0; }
KERNEL(far_read) { my_softmax(x, y, n); y[0] = x[n + 24]; }
KERNEL(to_x) { my_softmax(x, y, n); ((float *)x)[0] = 0; }
KERNEL(unmapped) { (void)x; (void)y; (void)n; *(volatile int *)8 = 0; }
KERNEL(trap) { (void)x; (void)y; (void)n; __builtin_trap(); }
KERNEL(aborts) { (void)x; (void)y; (void)n; abort(); }
KERNEL(hangs) { (void)x; (void)y; (void)n; pause(); }
void by_rows(const float *x, float *y, size_t rows, size_t columns) {
  for (size_t row = 0; row < rows; ++row) my_softmax(x + row * columns, y + row * columns, columns);
}
`;

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-faulty-'));
let file = '';
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Longer arrays are not copied between pages without access. */
const longCount = 2 ** 20 + 1;

async function openWorker(symbols: readonly string[]) {
  const worker = forkWorker();
  await worker.load();
  const bytes = 4 * (longCount + 64);
  await worker.open({
    regions: [{ backend: 'native', pages: 'default', team: null, xBytes: bytes, yBytes: bytes }],
    input: { distribution: 'normal', mean: 0, standardDeviation: 4 },
    seed: 1,
    lastLevelCacheBytes: 1 << 20,
    opensLibraries: true,
    externals: symbols.map((symbol) => ({
      external: {
        id: symbol,
        kind: 'kernel',
        title: symbol,
        version: null,
        operations: [{ operation: 'softmax', passes: null }],
        passesSource: null,
        memory: 'shared',
        hasThreads: false,
        hasRows: true,
        shortestCallNs: 0,
        remark: null,
        tolerance: 0.01,
      },
      source: {
        kind: 'kernel',
        id: symbol,
        file,
        symbol,
        signature: symbol === 'by_rows' ? 'rows' : 'array',
      },
      memory: sharedMemory(0),
    })),
  });
  return worker;
}

function visitTo(implementation: string, elementCount: number): VisitRequest {
  const point = {
    operation: 'softmax',
    implementation,
    target: 'external',
    problem: oneRow(elementCount),
    cacheState: 'warm',
    threadCount: 1,
    placement: null,
    scaling: null,
    pages: 'default',
    profile: null,
  } as const;
  return {
    cell: cellAt(point, []),
    round: 0,
    batchCount: null,
    isFirstOfProcess: true,
    sampleCount: 2,
    perPass: false,
  };
}

describeCompiled('a kernel', () => {
  beforeAll(() => {
    const source = join(folder, 'faulty.c');
    writeFileSync(source, kernelTemplates.c + faultyKernels);
    file = compileKernel(source, folder, () => undefined);
  });

  it('is measured when it is right, and fails alone when it is not', async () => {
    const symbols = ['my_softmax', 'by_rows', 'wrong', 'partial', 'nothing', 'at_end', 'before'];
    const worker = await openWorker([...symbols, 'to_x', 'no_such']);
    const messageOf = async (symbol: string, count = 1000) => {
      const results = await worker.visit([visitTo(symbol, count)], 20_000);
      const result = results[0]!;
      return result.status === 'failed' ? result.message : result.status;
    };
    for (const symbol of ['my_softmax', 'by_rows']) {
      for (const count of [1, 1000, longCount])
        expect(await messageOf(symbol, count)).toBe('sampled');
    }
    expect(await messageOf('wrong')).toMatch(
      /^wrong output: largest relative error 1\.00, sum off by \S+, at most 0\.01 allowed$/,
    );
    const notWritten =
      'wrong output: NaN or infinity where a number is expected; what is not written is NaN';
    expect(await messageOf('partial')).toBe(notWritten);
    expect(await messageOf('nothing', longCount)).toBe(notWritten);
    expect(await messageOf('at_end')).toBe('the kernel wrote at the end of y');
    expect(await messageOf('at_end', longCount)).toBe('the kernel wrote at the end of y');
    expect(await messageOf('before')).toBe('the kernel wrote 4 bytes before the start of y');
    expect(await messageOf('to_x', longCount)).toBe(
      'the kernel wrote to x, which may only be read',
    );
    expect(await messageOf('no_such')).toBe(`${file} exports no function no_such`);
    await worker.close();
  });

  // Of other processors the system does not say whether an access was a write.
  it.runIf(process.arch === 'x64').each([
    ['far_past', 'SIGSEGV: the implementation wrote 96 bytes past the end of y'],
    ['far_read', 'SIGSEGV: the implementation read 96 bytes past the end of x'],
    ['to_x', 'SIGSEGV: the implementation wrote to x, which may only be read'],
    ['unmapped', 'SIGSEGV: the implementation wrote memory that is not mapped'],
    ['trap', 'SIGILL: the implementation executed an instruction that this CPU lacks, or a trap'],
    ['aborts', 'SIGABRT'],
  ])('that ends its process is told of: %s', async (symbol, reason) => {
    const worker = await openWorker([symbol]);
    await expect(worker.visit([visitTo(symbol, 1000)], 20_000)).rejects.toThrow(
      `the measuring process was killed by ${reason}`,
    );
  });

  it('that hangs is ended', async () => {
    const worker = await openWorker(['hangs']);
    await expect(worker.visit([visitTo('hangs', 1000)], 500)).rejects.toMatchObject({
      message: 'the measuring process gave no answer within 0.5 s',
      kind: 'stuck',
    });
  });
});

describe('faultClause', () => {
  it('says no more than the system does', () => {
    expect(faultClause('11 y 4096 4000 -\n')).toBe(
      'the implementation used 96 bytes past the end of y',
    );
    expect(faultClause('11 x -64 4000 read\n')).toBe(
      'the implementation read 64 bytes before the start of x',
    );
    expect(faultClause('8 - 0 0 -\n')).toBe('the implementation divided by 0');
    expect(exitText(0xc0000005)).toBe(
      'exited with code 3221225477, an access to memory that is not its own',
    );
    expect(exitText(3)).toBe('exited with code 3');
    expect(faultClause('')).toBeNull();
    expect(faultClause('11 y 40')).toBeNull();
  });
});
