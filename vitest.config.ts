import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    // Tests start real processes and browsers, and a busy machine is no reason to fail.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Vitest leaves a CPU free, which is half of a small machine.
    maxWorkers: '100%',
    // Tests change no module: to load the modules for each file anew is two fifths of the time of the small ones.
    isolate: false,
  },
});
