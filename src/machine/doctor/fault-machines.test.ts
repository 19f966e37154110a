import { describe, expect, it } from 'vitest';

import type { CheckId } from '../../model/finding.js';
import { machineSchema } from '../../model/machine.js';
import {
  amdHybrid,
  armGuest,
  boundByNumactl,
  foreignContainer,
  fullBattery,
  halfDescribed,
  intelHybrid,
  madeUpCaches,
  superchip,
  unevenDies,
} from '../../testing/fault-machines.js';
import { hostOf } from '../../testing/fixture-hosts.js';
import { availableMemoryBytes } from '../available-memory.js';
import { detectMachine } from '../detect.js';
import type { Host } from '../host.js';
import type { CheckResult } from './check-result.js';
import { diagnose } from './diagnose.js';

const mib = 2 ** 20;
const gib = 2 ** 30;

function machineOf(host: Host) {
  const machine = detectMachine({ lastLevelCacheBytes: null, isaFeatures: [] }, host);
  // What is written is read again.
  expect(machineSchema.parse(machine)).toEqual(machine);
  return machine;
}

function resultOf(check: CheckId, host: Host): CheckResult {
  const context = { host, machine: machineOf(host), targets: [], clocks: [] };
  return diagnose(context).find((result) => result.check === check)!;
}

describe('the doctor', () => {
  it.each<[string, CheckId, Host, CheckResult['status'], RegExp]>([
    ['bound by numactl', 'numa', boundByNumactl(), 'fine', /2 memory nodes, bound to node 0/],
    ['with the memory of a GPU as a node', 'numa', superchip(), 'fine', /one with CPUs/],
    ['bound to fast cores', 'hybrid-cores', intelHybrid('0-15'), 'fine', /0-15 are of one kind/],
    ['bound to fast cores', 'cpu-limit', intelHybrid('0-15'), 'unknown', /^16 CPUs of 24: 0-15\. /],
    ['free to use all cores', 'hybrid-cores', intelHybrid('0-23'), 'finding', /0-15 fast, 16-23/],
    [
      'whose caches tell kinds of cores apart',
      'hybrid-cores',
      amdHybrid(),
      'finding',
      /^Caches differ: CPUs 0-3,12-15 with 16 MiB of L3, 4-11,16-23 with 8 MiB of L3\.$/,
    ],
    ['free to move between dies', 'hybrid-cores', unevenDies('0-31'), 'finding', /96 MiB of L3/],
    ['bound to a die', 'hybrid-cores', unevenDies('8-15'), 'fine', /8-15 are of one kind/],
    ['that only its product tells', 'hypervisor', armGuest(), 'finding', /Alibaba/],
    ['that only stolen time tells', 'hypervisor', armGuest({}), 'finding', /without a name/],
    ['whose time is stolen', 'steal', armGuest({}), 'finding', /^Steal time 20% since boot\.$/],
    ['on Arm that tells nothing', 'hypervisor', superchip(), 'unknown', /not report/],
    ['with an L2 without a size', 'caches', halfDescribed(), 'finding', /is assumed/],
    ['that is emulated', 'emulation', foreignContainer(), 'finding', /emulated/],
    ['with made-up caches', 'caches', madeUpCaches(), 'finding', /probably not real/],
    ['with a full battery', 'battery', fullBattery(), 'fine', /mains/],
  ])('of a machine %s', (_, check, host, status, text) => {
    expect(resultOf(check, host)).toMatchObject({
      status,
      what: expect.stringMatching(text) as string,
    });
  });

  it('says unknown where nothing can be read', () => {
    const results = diagnose({
      host: hostOf({}),
      machine: machineOf(hostOf({})),
      targets: [],
      clocks: [],
    });
    const others = results.filter(({ status }) => status !== 'unknown');
    // Kernels, memory and the lack of caches are known.
    expect(others.map(({ check }) => check)).toEqual(['targets', 'memory', 'caches']);
  });
});

describe('the machine', () => {
  it('has the last level of the CPUs that the process may use', () => {
    expect(machineOf(unevenDies('8-15')).lastLevelCacheBytes).toBe(32 * mib);
    expect(machineOf(unevenDies('0-7')).lastLevelCacheBytes).toBe(96 * mib);
  });

  it('assumes a last level that is not known, and leaves out caches without a level', () => {
    expect(machineOf(halfDescribed()).lastLevelCacheSource).toBe('assumed');
    const level = '/sys/devices/system/cpu/cpu0/cache/index2/level';
    for (const text of ['0\n', '-1\n', '1.5\n', 'x\n']) {
      const machine = machineOf(halfDescribed({ [level]: text }));
      expect(machine.lastLevelCacheSource).toBe('assumed');
    }
  });

  it('has the memory of the node that the process is bound to', () => {
    expect(machineOf(boundByNumactl()).memoryBytes).toBe(64 * gib);
    expect(availableMemoryBytes(boundByNumactl())).toBe(4 * gib);
    // A node that does not say what is free has not none.
    const silent = { '/sys/devices/system/node/node0/meminfo': 'Node 0 MemTotal: 67108864 kB\n' };
    expect(availableMemoryBytes(boundByNumactl(silent))).toBe(63 * gib);
    const free = boundByNumactl({ '/proc/self/numa_maps': '7f00 default anon=1\n' });
    expect(machineOf(free).memoryBytes).toBe(128 * gib);
    expect(availableMemoryBytes(free)).toBe(63 * gib);
  });
});
