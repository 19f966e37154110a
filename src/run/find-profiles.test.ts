import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';

import { SoftmaxBenchError } from '../errors.js';
import { profileFolder, tunedProfilePath } from '../config/profile-folder.js';
import type { CpuTraits } from '../softmax/variant-profile.js';
import { findProfiles } from './find-profiles.js';

const cpu: CpuTraits = { vendor: 'AuthenticAMD', family: 25, model: 17, features: ['avx512f'] };
const machine = { cpuModel: 'Intel(R) Xeon(R) Processor' };
const find = (...names: string[]) => findProfiles(names, machine, cpu);

afterEach(() => {
  vi.unstubAllEnvs();
});

function fileOf(name: string, content: object): string {
  const path = join(mkdtempSync(join(tmpdir(), 'profiles-')), name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const mine = { format: 'softmax-bench profile', version: 1, name: 'mine', rules: [{ unroll: 2 }] };

it('takes the default for the CPU, which lies over nothing', () => {
  const [found] = findProfiles(undefined, machine, cpu);
  expect(found).toMatchObject({
    name: null,
    rules: [],
    used: { variants: 'default', profile: 'zen-4', isOfThisCpu: true },
  });
});

it('finds profiles of the package and files, in their order and once each', () => {
  const file = fileOf('loop-2.json', mine);
  const found = find('paper', file, 'default', 'paper');
  expect(found.map(({ name }) => name)).toEqual(['paper', 'loop-2', null]);
  expect(found[1]).toMatchObject({ rules: mine.rules, used: { profile: 'mine' } });
  expect(new Set(found.map(({ used }) => used.sha256)).size).toBe(3);
});

it('finds what tune wrote for this model of CPU', () => {
  vi.stubEnv('XDG_CONFIG_HOME', mkdtempSync(join(tmpdir(), 'profiles-')));
  const path = tunedProfilePath(machine.cpuModel, cpu);
  expect(path).toBe(join(profileFolder(), 'intel-xeon-processor-25-17.json'));
  expect(() => find('tuned')).toThrow(
    `--variants tuned: no profile of this CPU (${path}): run softmax-bench tune`,
  );
});

it.each([
  ['papr', 'unknown, did you mean "paper"?'],
  [
    'xyz',
    'expected default, tuned, amd-avx512, amd, emerald-rapids, generic, paper, zen-3, zen-4, zen-5 or a file',
  ],
  ['./absent.json', 'no such file'],
])('refuses %s', (name, message) => {
  expect(() => find(name)).toThrow(message);
});

it.each(['amd', 'mine'])('lays rules over those of a profile of the package, called %s', (name) => {
  const [found] = find(fileOf('mine.json', { ...mine, name, extends: 'amd' }));
  expect(found!.rules.at(-1)).toEqual(mine.rules[0]);
  expect(found!.rules.length).toBeGreaterThan(1);
});

it('refuses a file that extends what is not of the package', () => {
  const path = fileOf('mine.json', { ...mine, extends: 'mine' });
  const text = `${path}: extends: unknown profile "mine", expected amd-avx512, amd, `;
  expect(() => find(path)).toThrow(SoftmaxBenchError);
  expect(() => find(path)).toThrow(text);
});

it('takes a file that is called as the profile of tune would be', () => {
  expect(find(fileOf('tuned.json', mine)).map(({ name }) => name)).toEqual(['tuned']);
});

it('refuses names that mean something else, or two things', () => {
  expect(() => find(fileOf('default.json', mine))).toThrow('and not default');
  expect(() => find('paper', fileOf('paper.json', mine))).toThrow('two profiles are called paper');
});

it.each([
  ['linux', {}, '/home/me/.config/softmax-bench/profiles'],
  ['darwin', {}, '/home/me/Library/Application Support/softmax-bench/profiles'],
  ['linux', { XDG_CONFIG_HOME: '/x' }, '/x/softmax-bench/profiles'],
  ['win32', { APPDATA: '/appdata' }, '/appdata/softmax-bench/profiles'],
] as const)('keeps profiles on %s, with %j, in %s', (platform, environment, folder) => {
  expect(profileFolder({ platform, environment, homeFolder: '/home/me' })).toBe(folder);
});
