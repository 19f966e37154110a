import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** The way that data flows: each part imports only itself, what stands before it, and the leaves. */
const flow = [
  'config',
  'machine',
  'plan',
  'backends',
  'doctor',
  'measure',
  'document',
  'analysis',
  'compare',
  'reports',
  'commands',
  'index.ts',
  'cli.ts',
];

/** Imported by everyone, importing nothing but themselves. */
const leaves = [
  'softmax',
  'statistics',
  'errors.ts',
  'units.ts',
  'short-list.ts',
  'package-root.ts',
];

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
  return touchesProcess && !isTest && file !== 'cli.ts'
    ? [...wrongImports, `${file} must leave process.exit and process.argv to cli.ts`]
    : wrongImports;
}

function mayImport(from: string, to: string, isTest: boolean): boolean {
  if (from === to || from === 'testing') return true;
  if (to === 'testing') return isTest;
  // Tests of the whole stand beside cli.ts and may look at any part.
  if (isTest && from.endsWith('.test.ts')) return true;
  if (leaves.includes(from)) return false;
  if (leaves.includes(to)) return true;
  return flow.includes(from) && flow.includes(to) && flow.indexOf(to) < flow.indexOf(from);
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

  it('are looked at everywhere, so that a new folder needs a place in the flow', () => {
    const known = [...flow, ...leaves, 'testing'];
    const parts = files.map(partOf).filter((part) => !part.endsWith('.test.ts'));
    expect(parts.filter((part) => !known.includes(part))).toEqual([]);
  });

  it.each([
    ['plan/a.ts', "import { x } from '../measure/b.js';"],
    ['plan/a.ts', "import type { X } from '../measure/b.js';"],
    ['plan/a.ts', "export { x } from '../measure/b.js';"],
    ['plan/a.ts', "const { x } = await import('../measure/b.js');"],
    ['plan/a.test.ts', "import { x } from '../measure/b.js';"],
    ['softmax/a.ts', "import { x } from '../errors.js';"],
    ['units.ts', "import { x } from './softmax/b.js';"],
    ['reports/a.ts', "import { x } from '../testing/b.js';"],
    ['commands/a.ts', "import { x } from '../cli.js';"],
    ['reports/a.ts', "import { x } from '../../scripts/b.js';"],
    ['commands/a.ts', 'process.exit(1);'],
  ])('are rejected against the flow: %s with %s', (file, text) => {
    expect(violationsOf(file, text)).toHaveLength(1);
  });

  it.each([
    ['measure/a.ts', "import { x } from '../plan/b.js';\nimport { y } from '../errors.js';"],
    ['softmax/a.test.ts', "import { x } from '../testing/b.js';"],
    ['cli.ts', "import { x } from './commands/b.js';\nprocess.exit(1);"],
    ['commands/a.ts', 'process.exitCode;\n// imports nothing from ../cli.js'],
  ])('are accepted along it: %s with %s', (file, text) => {
    expect(violationsOf(file, text)).toEqual([]);
  });
});
