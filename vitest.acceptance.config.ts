import { defineConfig } from 'vitest/config';

/** Tests of the whole product as users have it: slow, and in need of what `npm run prebuild` makes. */
export default defineConfig({
  test: {
    include: ['acceptance/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Each starts programs that use every core.
    fileParallelism: false,
  },
});
