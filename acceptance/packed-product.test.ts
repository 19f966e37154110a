import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  addonFileName,
  prebuildsFolder,
  thisPlatform,
} from '../src/backends/native/addon-paths.js';
import type { ResultDocument } from '../src/model/result.js';
import { readDocument } from '../src/storage/store.js';
import { packageRoot } from '../src/package-root.js';
import { libraryExample } from '../src/testing/library-example.js';

// The package as it is published, on a machine that has Node and nothing else: no compiler, a home that
// cannot be written to, a folder with nothing in it. npm fetches the dependencies from its registry.

const budgetBytes = 4e6;

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-package-'));
let tarball = '';

beforeAll(() => {
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const answer = execFileSync('npm', pack, { cwd: packageRoot(), encoding: 'utf8' });
  const [{ filename } = { filename: '' }] = JSON.parse(answer) as { filename: string }[];
  tarball = join(folder, filename);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the tarball', () => {
  it(`has at most ${budgetBytes / 1e6} MB`, () => {
    expect(statSync(tarball).size).toBeLessThan(budgetBytes);
  });

  it('holds the kernels for every platform that is built, and for this one', () => {
    const names = contentsOf(tarball);
    const platforms = readdirSync(prebuildsFolder());
    expect(platforms).toContain(thisPlatform());
    for (const platform of platforms) {
      expect(names).toContain(`prebuilds/${platform}/${addonFileName}`);
      expect(names).toContain(`prebuilds/${platform}/${addonFileName}.sha256`);
    }
    expect(names.filter((name) => name.endsWith('.wasm'))).toHaveLength(2);
  });

  it('holds nothing else', () => {
    const needed =
      /^(dist\/(src\/(?!testing\/).*(?<!\.test)\.(js|d\.ts)|vendor\/[a-z]+\.js|program\/[\w-]+\.js)|prebuilds\/.*|src\/backends\/(wasm\/[a-z-]+\.wasm|external\/libraries\/python\/[a-z_]+\.py)|configs\/(profiles\/[a-z\d-]+|[a-z-.]+)\.json|schemas\/[a-z-.]+\.json|package\.json|LICENSE|(README|CHANGELOG)\.md)$/;
    expect(contentsOf(tarball).filter((name) => !needed.test(name))).toEqual([]);
  });

  it('is in order by publint and by are-the-types-wrong', () => {
    for (const check of [
      ['publint', 'run', tarball, '--strict'],
      ['attw', tarball, '--profile', 'esm-only', '--no-color'],
    ]) {
      const { status, stdout, stderr } = spawnSync('npx', ['--no-install', ...check], {
        cwd: packageRoot(),
        encoding: 'utf8',
      });
      expect(status, `${check.join(' ')}\n${stdout}${stderr}`).toBe(0);
    }
  });
});

describe('npx, on a machine with Node and nothing else', () => {
  const machine = bareMachine('npx');
  // As a package by name: npx takes a bare path for a program to execute.
  const npx = (...args: string[]) =>
    machine.run('npx', '--yes', '--package', tarball, 'softmax-bench', ...args);
  /** What npx has installed, without npm's second and more that npx takes each time. */
  const installedCli = (...args: string[]) =>
    machine.run('node', join(installed(), 'dist', 'program', 'cli.js'), ...args);
  const measure = (start: typeof npx, out: string, ...flags: string[]) => {
    const run = ['run', '--sizes', '1Ki,64Ki', '--algorithms', 'two-pass,copy', '--rounds', '3'];
    const end = start(...run, '--processes', '1', '--llc', '1Mi', '--out', out, ...flags);
    expect(end.status, end.stderr).toBe(0);
    return { result: readDocument(join(machine.cwd, out)), stderr: end.stderr };
  };
  /** Where npx has unpacked the package. */
  const installed = (): string => {
    const packages = readdirSync(machine.cache, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith(join('node_modules', 'softmax-bench', 'package.json')),
    );
    const [manifest] = packages;
    if (manifest === undefined) throw new Error('npx has installed nothing');
    return dirname(join(machine.cache, manifest));
  };
  const addon = (): string => join(installed(), 'prebuilds', thisPlatform(), addonFileName);

  it('has no compiler and no home', () => {
    for (const compiler of ['g++', 'c++', 'clang++', 'gcc', 'cc']) {
      expect(machine.run(compiler, '--version').error?.message).toContain('ENOENT');
    }
    expect(() => {
      mkdirSync(join(machine.home, 'anything'));
    }).toThrow();
  });

  it('measures on the kernels that come with the package', () => {
    const { result } = measure(npx, 'native');
    expect(backendsOf(result)).toEqual(['native, prebuilt']);
    expect(measuredTargets(result)).toEqual([bestTargetHere()]);
    expect(result.session?.unavailableKernels).toEqual([]);
  });

  it('measures on the target that is named', () => {
    const { result } = measure(installedCli, 'js', '--targets', 'js');
    expect(measuredTargets(result)).toEqual(['js']);
  });

  it('measures on WebAssembly when the addon is damaged, and says why in one line', () => {
    truncateSync(addon(), 500_000);
    const { result, stderr } = measure(installedCli, 'damaged');
    expect(measuredTargets(result)[0]).toMatch(/^wasm-/);
    expect(stderr.match(/^warning: kernels not used: .*$/gm)).toEqual([
      expect.stringContaining('damaged') as string,
    ]);
  });

  it('measures on WebAssembly when the addon is gone, and keeps the reason', () => {
    rmSync(join(installed(), 'prebuilds'), { recursive: true });
    const { result } = measure(installedCli, 'wasm');
    expect(measuredTargets(result)[0]).toMatch(/^wasm-/);
    expect(result.session?.unavailableKernels.map(({ candidate }) => candidate)).toEqual([
      'native, prebuilt',
      'native, local build',
    ]);
    expect(installedCli('list').stdout).toMatch(
      /^native, prebuilt +not used: none in this package/m,
    );
  });

  it('refuses a target by name without its kernels, with the reason', () => {
    const { status, stderr } = installedCli('run', '--targets', 'scalar');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^softmax-bench: target "scalar": not available here, .+\n$/);
    expect(stderr).toContain('none in this package');
  });
});

describe('npm install, with scripts disabled', () => {
  const machine = bareMachine('library');

  it('installs what a typed program can be made of', () => {
    writeFileSync(join(machine.cwd, 'package.json'), '{ "private": true, "type": "module" }');
    const end = machine.run('npm', 'install', '--ignore-scripts', tarball);
    expect(end.status, end.stderr).toBe(0);

    const program = join(machine.cwd, 'example.ts');
    // All of the example but its time.
    writeFileSync(program, libraryExample().replace('config: {', 'config: { budgetSeconds: 5,'));
    const types = join(packageRoot(), 'node_modules', '@types');
    const tsc = join(packageRoot(), 'node_modules', 'typescript', 'bin', 'tsc');
    const compile = ['--strict', '--target', 'es2022', '--module', 'nodenext', '--types', 'node'];
    const { status, stdout } = spawnSync(
      process.execPath,
      [tsc, ...compile, '--typeRoots', types, program],
      { cwd: machine.cwd, encoding: 'utf8' },
    );
    expect(status, stdout).toBe(0);
    const run = machine.run('node', 'example.js');
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' });
    expect(run.stdout).toMatch(/^two-pass over three-pass-reload at 50257 \d/m);
  });
});

interface BareMachine {
  readonly cwd: string;
  readonly cache: string;
  readonly home: string;
  run(command: string, ...args: string[]): SpawnSyncReturns<string>;
}

/** An environment with Node, npm and a shell on PATH. */
function bareMachine(name: string): BareMachine {
  const cwd = join(folder, name, 'cwd');
  const bin = join(folder, name, 'bin');
  // One for all machines: dependencies are fetched once.
  const cache = join(folder, 'cache');
  // No process can create a file there, not even root's.
  const home = '/proc';
  for (const path of [cwd, bin, cache]) mkdirSync(path, { recursive: true });
  const nodeFolder = dirname(process.execPath);
  for (const tool of ['node', 'npm', 'npx']) symlinkSync(join(nodeFolder, tool), join(bin, tool));
  symlinkSync('/bin/sh', join(bin, 'sh'));
  const env = {
    PATH: bin,
    HOME: home,
    // npm itself cannot do without a folder to write to.
    npm_config_cache: cache,
    npm_config_audit: 'false',
    npm_config_prefer_offline: 'true',
    npm_config_registry: execFileSync('npm', ['config', 'get', 'registry'], {
      encoding: 'utf8',
    }).trim(),
    NO_COLOR: '1',
  };
  return {
    cwd,
    cache,
    home,
    run: (command, ...args) => spawnSync(command, args, { cwd, env, encoding: 'utf8' }),
  };
}

function contentsOf(path: string): string[] {
  const names = execFileSync('tar', ['-tzf', path], { encoding: 'utf8' }).trim().split('\n');
  return names.map((name) => name.replace(/^package\//, ''));
}

function backendsOf({ session }: ResultDocument): readonly string[] {
  return (session?.backends ?? []).map(({ name, origin }) => `${name}, ${String(origin)}`);
}

function measuredTargets({ outcomes }: ResultDocument): readonly string[] {
  const failed = outcomes.filter(({ status }) => status === 'failed');
  expect(failed).toEqual([]);
  return [...new Set(outcomes.map(({ cell }) => cell.target))];
}

/** Asked of the system, not of the tool. */
function bestTargetHere(): string {
  if (process.arch === 'arm64') return 'neon';
  const flags = readFileSync('/proc/cpuinfo', 'utf8');
  if (/\bavx512f\b/.test(flags)) return 'avx512';
  return /\bavx2\b/.test(flags) && /\bfma\b/.test(flags) ? 'avx2' : 'scalar';
}
