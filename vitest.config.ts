import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';

const root = import.meta.dirname;
const compiledFolders = ['src', 'scripts'];

export default defineConfig({
  plugins: isCompiled() ? [compiledModules()] : [],
  test: {
    include: ['src/**/*.test.ts'],
    // Tests start real processes and browsers, and a busy machine is no reason to fail.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Vitest leaves a CPU free, which is half of a small machine.
    maxWorkers: '100%',
    // Tests change no module: to load the modules for each file anew is two fifths of the time of the small ones.
    isolate: false,
    // Node loads what is compiled.
    server: { deps: { external: [/\/dist\/(src|scripts)\//] } },
  },
});

/** Whether `npm run build:ts` was run after the last change of a source: `npm test` begins with it. */
function isCompiled(): boolean {
  const builtMs = mtimeMsOf(join(root, 'dist', 'tsconfig.tsbuildinfo'));
  const sources = compiledFolders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.test)\.ts$/.test(name) && !name.startsWith('testing'))
      .map((name) => join(root, folder, name)),
  );
  return sources.every((path) => mtimeMsOf(path) < builtMs);
}

function mtimeMsOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Has tests import the compiled modules: Vite's own take twice as long to load, and longer to execute. */
function compiledModules(): Plugin {
  return {
    name: 'compiled-modules',
    enforce: 'pre',
    resolveId(specifier, importer) {
      if (!specifier.startsWith('.') || importer === undefined) return null;
      const path = relative(root, join(dirname(importer), specifier));
      const compiled = join(root, 'dist', path);
      return !path.startsWith(join('src', 'testing')) && existsSync(compiled) ? compiled : null;
    },
  };
}
