import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

import { buildIdOf } from './build-id.js';

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-build-id-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const roundsCode = 'export function rounds() {\n    return 7;\n}\n';
const files: Readonly<Record<string, string>> = {
  'dist/src/measure/rounds.js': roundsCode,
  'dist/src/statistics/median.js': 'export const median = 1;\n',
  'dist/src/reports/html.js': 'export const html = 1;\n',
  'dist/src/measure/rounds.d.ts': 'export declare function rounds(): number;\n',
  'src/backends/wasm/wasm-simd.wasm': 'module',
  'src/backends/external/libraries/python/worker.py': 'python',
  'prebuilds/linux-x64/softmax_bench.node': 'kernels for linux-x64',
  'prebuilds/win32-x64/softmax_bench.node': 'kernels for win32-x64',
};

let root: string;
let addon: string;
let before: string | null;
beforeEach(() => {
  root = mkdtempSync(join(folder, 'package-'));
  for (const [path, text] of Object.entries(files)) write(path, text);
  addon = join(root, 'prebuilds/linux-x64/softmax_bench.node');
  before = buildIdOf(root, addon);
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('the build id', () => {
  it('is the same for the same files, wherever the package lies', () => {
    expect(before).toMatch(/^[0-9a-f]{12}$/);
    const [elsewhere, id] = [root, before];
    root = mkdtempSync(join(folder, 'package-'));
    for (const [path, text] of Object.entries(files)) write(path, text);
    expect(root).not.toBe(elsewhere);
    expect(buildIdOf(root, join(root, 'prebuilds/linux-x64/softmax_bench.node'))).toBe(id);
  });

  it.each([
    ['comments', 'dist/src/measure/rounds.js', `/**\n * Why.\n */\n// How.\n${roundsCode}`],
    [
      'a comment inside a function',
      'dist/src/measure/rounds.js',
      roundsCode.replace('{\n', '{\n    // Why.\n'),
    ],
    ['types', 'dist/src/measure/rounds.d.ts', 'export declare function rounds(): 7;\n'],
    ['reports', 'dist/src/reports/html.js', 'export const html = 2;\n'],
    ["another platform's addon", 'prebuilds/win32-x64/softmax_bench.node', 'others'],
  ])('does not depend on %s', (_, path, text) => {
    write(path, text);
    expect(buildIdOf(root, addon)).toBe(before);
  });

  it.each([
    ['code that measures', 'dist/src/measure/rounds.js', roundsCode.replace('7', '8')],
    [
      'statistics, which decide when a run stops',
      'dist/src/statistics/median.js',
      'export const median = 2;\n',
    ],
    ['WebAssembly modules', 'src/backends/wasm/wasm-simd.wasm', 'another module'],
    ['Python', 'src/backends/external/libraries/python/worker.py', 'another python'],
    ['the addon that is loaded', 'prebuilds/linux-x64/softmax_bench.node', 'other kernels'],
  ])('depends on %s', (_, path, text) => {
    write(path, text);
    expect(buildIdOf(root, addon)).not.toBe(before);
  });

  it('tells a run with native kernels from one without', () => {
    expect(buildIdOf(root, null)).not.toBe(before);
  });

  it('is null where nothing is compiled', () => {
    expect(buildIdOf(join(folder, 'nowhere'), null)).toBeNull();
  });
});
