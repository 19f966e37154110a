import { expect, it } from 'vitest';

import { hostOf } from '../testing/fixture-hosts.js';
import { emulationOf } from './emulation.js';
import { thisHost, type Host } from './host.js';

const arm = { '/proc/cpuinfo': 'CPU implementer\t: 0x41\nCPU part\t: 0xd4f\n' };
const intel = { '/proc/cpuinfo': 'vendor_id\t: GenuineIntel\nflags\t\t: fpu avx2\n' };
const node = '00400000-00b71000 r--p 00000000 fe:00 260689    /usr/bin/node\n';
const maps = (text: string) => ({ '/proc/self/task/42/maps': `${node}${text}\n${node}` });

it.each<[string, Host, string | null]>([
  ['x64 on x64', hostOf(intel), null],
  ['arm64 on arm64', hostOf(arm, { architecture: 'arm64' }), null],
  ['x64 on Arm', hostOf(arm), 'a program for x64 on a CPU that is none'],
  [
    'arm64 on x64',
    hostOf(intel, { architecture: 'arm64' }),
    'a program for arm64 on a CPU that is none',
  ],
  [
    'x64 on RISC-V',
    hostOf({ '/proc/cpuinfo': 'isa\t: rv64imafdc\n' }),
    'a program for x64 on a CPU that is none',
  ],
  [
    'qemu-user',
    hostOf({ ...intel, ...maps('7f00-7f10 r-xp 0 0 1 /usr/bin/qemu-x86_64-static') }),
    'qemu-x86_64-static',
  ],
  [
    'FEX',
    hostOf({ ...arm, ...maps('7f00-7f10 r-xp 0 0 1 /usr/bin/FEXInterpreter') }),
    'FEXInterpreter',
  ],
  [
    'a folder of that name',
    hostOf({ ...intel, ...maps('7f00-7f10 r-xp 0 0 1 /home/qemu-x/a.so') }),
    null,
  ],
  [
    'Rosetta in a Linux guest',
    hostOf({ '/proc/cpuinfo': 'vendor_id\t: VirtualApple\n' }),
    'Rosetta',
  ],
  [
    'a guest of TCG',
    hostOf({ '/proc/cpuinfo': 'model name\t: QEMU TCG CPU version 2.5+\n' }),
    'QEMU (TCG)',
  ],
  ['Rosetta', hostOf({}, { platform: 'darwin', sysctl: 'sysctl.proc_translated: 1\n' }), 'Rosetta'],
  ['a native Mac', hostOf({}, { platform: 'darwin', sysctl: 'sysctl.proc_translated: 0\n' }), null],
  [
    'Prism',
    hostOf({}, { platform: 'win32', cpuModels: ['Snapdragon(R) X Elite'] }),
    'Prism (Windows on Arm)',
  ],
  ['Windows on x64', hostOf({}, { platform: 'win32', cpuModels: ['Intel(R) Core(TM) i5'] }), null],
])('tells %s', (_, host, translator) => {
  expect(emulationOf(host)).toBe(translator);
});

it('finds none on this computer', () => {
  expect(emulationOf(thisHost())).toBeNull();
});
