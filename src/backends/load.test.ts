import { describe, expect, test } from 'vitest';

import { combineBackends } from './load.js';
import type { LoadedNative } from './native.js';
import { createWasmBackend } from './wasm.js';

const noNative: LoadedNative = {
  backend: null,
  unavailableKernels: [{ candidate: 'native, prebuilt', reason: 'none here', isBroken: false }],
};
const brokenWasm = createWasmBackend((target) => ({ reason: `${target} is damaged` }));

describe('where there are no native kernels', () => {
  test('WebAssembly comes next, and the reason is kept', () => {
    const { backends, targets, unavailableKernels } = combineBackends(
      noNative,
      createWasmBackend(),
    );
    expect(backends.map(({ name }) => name)).toEqual(['wasm', 'js']);
    expect(unavailableKernels).toEqual(noNative.unavailableKernels);
    expect(targets.find(({ target }) => target === 'avx2')).toEqual({
      target: 'avx2',
      available: false,
      reason: 'native, prebuilt: none here',
    });
  });

  test('and no modules, TypeScript does, and each reason is kept', () => {
    const { backends, unavailableKernels } = combineBackends(noNative, brokenWasm);
    expect(backends.map(({ name }) => name)).toEqual(['js']);
    expect(unavailableKernels).toEqual([
      ...noNative.unavailableKernels,
      ...['wasm-relaxed-simd', 'wasm-simd'].map((candidate) => ({
        candidate,
        reason: `${candidate} is damaged`,
        isBroken: true,
      })),
    ]);
  });
});
