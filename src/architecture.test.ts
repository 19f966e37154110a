import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Imported by every part, importing nothing but themselves. */
const leaves = ['errors.ts', 'units.ts', 'short-list.ts', 'package-root.ts', 'printable.ts'];

/** What both halves are made of. */
const common = [...leaves, 'statistics', 'model', 'softmax'];

/** In the order in which data flows. The halves meet in `model` alone. */
const measuringHalf = ['config', 'machine', 'plan', 'backends', 'probe', 'measure', 'tuning'];
const readingHalf = ['storage', 'analysis', 'compare', 'reports'];
const bothHalves = [...common, ...measuringHalf, ...readingHalf];

/** The parts that each part may import, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(leaves.map((leaf) => [leaf, []])),
  statistics: leaves,
  model: leaves,
  softmax: [...leaves, 'model'],
  ...inOrder(measuringHalf),
  ...inOrder(readingHalf),
  run: bothHalves,
  'index.ts': [...bothHalves, 'run'],
  cli: [...bothHalves, 'run'],
  'cli.ts': [...bothHalves, 'run', 'cli'],
};

/** Each part of a half imports those before it. */
function inOrder(half: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    half.map((part, index) => [part, [...common, ...half.slice(0, index)]]),
  );
}

/** They touch the process: arguments, streams, signals, exit code. */
const processFiles = ['cli.ts', 'cli/main.ts', 'cli/interrupts.ts', 'testing/fuzz/main.ts'];

const sourceFolder = dirname(fileURLToPath(import.meta.url));

/** What is wrong with the imports and the process access of one file, a sentence each. */
function violationsOf(file: string, text: string): string[] {
  const isTest = file.endsWith('.test.ts');
  const imports = ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts'));
  const wrongImports = imports
    .filter((imported) => !mayImport(partOf(file), partOf(imported), isTest))
    .map((imported) => `${file} must not import ${imported}`);
  const touchesProcess = /\bprocess\.(exit|argv)\b/.test(text);
  return touchesProcess && !isTest && !processFiles.includes(file)
    ? [
        ...wrongImports,
        `${file} must leave process.exit and process.argv to ${processFiles.join(' and ')}`,
      ]
    : wrongImports;
}

function mayImport(from: string, to: string, isTest: boolean): boolean {
  if (from === to || from === 'testing') return true;
  if (to === 'testing') return isTest;
  // Tests of the whole lie beside cli.ts and may look at any part.
  if (isTest && from.endsWith('.test.ts')) return true;
  return allowed[from]?.includes(to) ?? false;
}

/** The folder directly under src, or the file itself when it lies there. */
function partOf(file: string): string {
  return file.split('/')[0] ?? file;
}

describe('imports', () => {
  const files = readdirSync(sourceFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) =>
      relative(sourceFolder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'),
    );

  it('follow the data flow in every file', () => {
    const violations = files.flatMap((file) =>
      violationsOf(file, readFileSync(join(sourceFolder, file), 'utf8')),
    );
    expect(violations).toEqual([]);
  });

  it('are checked everywhere: a new folder takes its position in the flow', () => {
    const parts = files.map(partOf).filter((part) => !part.endsWith('.test.ts'));
    expect(parts.filter((part) => part !== 'testing' && !(part in allowed))).toEqual([]);
  });

  it.each([
    ['plan/a.ts', "import { x } from '../measure/b.js';"],
    ['plan/a.ts', "import type { X } from '../measure/b.js';"],
    ['plan/a.ts', "export { x } from '../measure/b.js';"],
    ['plan/a.ts', "const { x } = await import('../measure/b.js');"],
    ['plan/a.test.ts', "import { x } from '../measure/b.js';"],
    ['measure/a.ts', "import { x } from '../storage/b.js';"],
    ['storage/a.ts', "import { x } from '../machine/b.js';"],
    ['analysis/a.ts', "import { x } from '../config/b.js';"],
    ['compare/a.ts', "import { x } from '../backends/b.js';"],
    ['reports/a.ts', "import type { X } from '../measure/b.js';"],
    ['analysis/a.ts', "import { x } from '../compare/b.js';"],
    ['model/a.ts', "import { x } from '../softmax/b.js';"],
    ['softmax/a.ts', "import { x } from '../statistics/b.js';"],
    ['units.ts', "import { x } from './softmax/b.js';"],
    ['units.ts', "import { x } from './errors.js';"],
    ['reports/a.ts', "import { x } from '../testing/b.js';"],
    ['run/a.ts', "import { x } from '../cli/b.js';"],
    ['index.ts', "import { x } from './cli/b.js';"],
    ['cli/a.ts', "import { x } from '../cli.js';"],
    ['cli/a.ts', "import { x } from '../index.js';"],
    ['reports/a.ts', "import { x } from '../../scripts/b.js';"],
    ['cli/a.ts', 'process.exit(1);'],
  ])('are rejected against the flow: %s with %s', (file, text) => {
    expect(violationsOf(file, text)).toHaveLength(1);
  });

  it.each([
    ['measure/a.ts', "import { x } from '../plan/b.js';\nimport { y } from '../errors.js';"],
    ['softmax/a.ts', "import { x } from '../model/b.js';"],
    ['softmax/a.test.ts', "import { x } from '../testing/b.js';"],
    ['reports/a.ts', "import { x } from '../compare/b.js';"],
    ['run/a.ts', "import { x } from '../measure/b.js';\nimport { y } from '../reports/b.js';"],
    ['index.ts', "import { x } from './run/b.js';"],
    ['cli.ts', "import { x } from './cli/b.js';\nprocess.exit(1);"],
    ['cli/a.ts', 'process.exitCode;\n// imports nothing from ../cli.js'],
  ])('are accepted along it: %s with %s', (file, text) => {
    expect(violationsOf(file, text)).toEqual([]);
  });
});
