/** What is in cache when a timed call begins; `plan/ring.ts` tells how each is arranged. */
export const cacheStates = ['paper', 'warm', 'cold'] as const;
export type CacheState = (typeof cacheStates)[number];

/** One way to execute a pass, the fastest first. */
export const targets = ['avx512', 'avx2', 'neon', 'scalar', 'js'] as const;
export type Target = (typeof targets)[number];
