import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

import { oneRow } from '../../../model/problem.js';
import { describeCompiled } from '../../../testing/describe-compiled.js';
import { loadNativeBackend } from '../../native.js';
import { compileKernel } from './compile-kernel.js';
import { openKernel } from './open-kernel.js';

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-open-kernel-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const source = `
#include <stddef.h>
/* Counts its calls in y[0], so that a ring shows which slots were called. */
void counts(const float *x, float *y, size_t n) { (void)n; y[0] += x[0]; }
void flushes(const float *x, float *y, size_t n) {
  (void)x; (void)y; (void)n;
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() | 0x8040);
#endif
}
void empty(const float *x, float *y, size_t n) { (void)x; (void)y; (void)n; }
`;

describeCompiled('a kernel of the user', () => {
  writeFileSync(join(folder, 'two.c'), source);
  const file = compileKernel(join(folder, 'two.c'), folder, () => undefined);
  const { backend } = loadNativeBackend();
  const problem = oneRow(16);
  const loop = { batchCount: 1, slotStrideElements: 16, touchX: true, perPass: false };

  async function prepared(symbol: string, xSlotCount: number, ySlotCount: number) {
    const memory = backend!.allocate({ xBytes: 4096, yBytes: 4096, pages: 'default' });
    const open = openKernel({ kind: 'kernel', id: symbol, file, symbol, signature: 'array' });
    const call = { operation: 'softmax', problem, threadCount: 1 } as const;
    const rings = { ...loop, xSlotCount, ySlotCount, problem };
    return { memory, kernel: await open.prepare(call, memory, rings) };
  }

  it('is called in the rings of the cell, which go on from one sample to the next', async () => {
    const { memory, kernel } = await prepared('counts', 2, 3);
    memory.x[0] = 1;
    memory.x[16] = 100;
    await kernel.time(4);
    await kernel.time(3);
    // Calls 0 to 6 use x and y by turns: y0 has calls 0, 3, 6, y1 has 1, 4, y2 has 2, 5.
    expect([0, 16, 32].map((slot) => memory.y[slot])).toEqual([102, 101, 101]);
    await kernel.free();
    await expect(async () => await kernel.time(1)).rejects.toThrow('freed routine');
    memory.free();
  });

  it('leaves no mode of subnormals behind', async () => {
    const { memory, kernel } = await prepared('flushes', 1, 1);
    const subnormal = Number('1e-310');
    for (const call of [() => kernel.execute(), () => kernel.time(1)]) {
      await call();
      expect(subnormal / 2).toBeGreaterThan(0);
    }
    await kernel.free();
    memory.free();
  });

  it('has rows that follow each other where it takes several', async () => {
    const memory = backend!.allocate({ xBytes: 4096, yBytes: 4096, pages: 'default' });
    const open = openKernel({ kind: 'kernel', id: 'e', file, symbol: 'empty', signature: 'rows' });
    const apart = { ...problem, rows: 2, rowStrideElements: 32 };
    const call = { operation: 'softmax', problem: apart, threadCount: 1 } as const;
    const rings = { ...loop, xSlotCount: 1, ySlotCount: 1, problem: apart };
    await expect(async () => await open.prepare(call, memory, rings)).rejects.toThrow(
      'f(x, y, rows, columns) takes rows without gaps between them',
    );
    memory.free();
  });

  it('costs less than 30 ns a call more than its own work', async () => {
    const { memory, kernel } = await prepared('empty', 1, 1);
    const callNs: number[] = [];
    for (let sample = 0; sample < 30; sample += 1) callNs.push(await kernel.time(10_000));
    expect(Math.min(...callNs)).toBeLessThan(30);
    await kernel.free();
    memory.free();
  });
});
