/** What is in cache when a timed call begins; `plan/ring.ts` tells how each is arranged. */
export const cacheStates = ['paper', 'warm', 'cold'] as const;
export type CacheState = (typeof cacheStates)[number];

/** Targets in WebAssembly, the fastest first. */
export const wasmTargets = ['wasm-relaxed-simd', 'wasm-simd'] as const;
export type WasmTarget = (typeof wasmTargets)[number];

/** One way to execute a pass, the fastest first. */
export const targets = ['avx512', 'avx2', 'neon', ...wasmTargets, 'scalar', 'js'] as const;
export type Target = (typeof targets)[number];
