// Bundles what is started into few files, because Node takes twice as long to load the modules one by one:
//   dist/program/cli.js     the command line; each command is loaded when it is called
//   dist/program/worker.js  the measuring process
//   dist/program/reading-thread.js  a thread that reads results
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { build, type BuildOptions } from 'esbuild';

import { packageRoot } from '../src/package-root.js';

const compiled = join(packageRoot(), 'dist', 'src');
const program = join(packageRoot(), 'dist', 'program');

const common: BuildOptions = {
  outdir: program,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // In CommonJS, or only for some commands. What remains is zod (MIT, Colin McDonnell and others) and tinybench
  // (MIT, Tinylibs).
  external: ['cli-table3', 'commander', 'hyparquet', 'hyparquet-writer', 'tinyglobby'],
  plugins: [
    {
      name: 'no-languages-of-zod',
      setup(own) {
        own.onLoad({ filter: /zod.v4.locales.index\.js$/ }, () => ({ contents: '' }));
      },
    },
  ],
  logLevel: 'warning',
};

rmSync(program, { recursive: true, force: true });
await Promise.all([
  build({
    ...common,
    entryPoints: {
      cli: join(compiled, 'cli.js'),
      'reading-thread': join(compiled, 'compare', 'reading-thread.js'),
    },
    splitting: true,
  }),
  build({ ...common, entryPoints: { worker: join(compiled, 'measure', 'worker', 'worker.js') } }),
]);
// npx starts the program by its file. In a clone where it did so before there was a bundle it keeps doing so by the
// compiled file.
for (const folder of [program, compiled]) chmodSync(join(folder, 'cli.js'), 0o755);
