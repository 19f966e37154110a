// Bundles Vega, so that whoever installs the package installs none of its fifty dependencies:
//   dist/vendor/vega.js  for Node: compiles a Vega-Lite spec and draws it as SVG
//   dist/vendor/page.js  for the HTML report: tooltips, legends, switches, downloads, sortable tables
import { join } from 'node:path';

import { build } from 'esbuild';

import { packageRoot } from '../src/package-root.js';

const root = packageRoot();
const vendorFolder = join(root, 'dist', 'vendor');
const common = { bundle: true, minify: true, legalComments: 'none', logLevel: 'warning' } as const;

await Promise.all([
  build({
    ...common,
    stdin: {
      contents: `
        export { parse, textMetrics, View } from 'vega';
        export { compile } from 'vega-lite';
        export { expressionInterpreter } from 'vega-interpreter';`,
      resolveDir: root,
    },
    outfile: join(vendorFolder, 'vega.js'),
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // Optional peer of vega-canvas, which SVG does not need; the import is allowed to fail.
    external: ['canvas'],
  }),
  build({
    ...common,
    entryPoints: [join(root, 'src', 'reports', 'page', 'page.ts')],
    outfile: join(vendorFolder, 'page.js'),
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    // ASCII only and no closing script tag: it is written into the middle of an HTML file.
    charset: 'ascii',
  }),
]);
