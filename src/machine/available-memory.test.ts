import { describe, expect, it } from 'vitest';

import { hostOf } from '../testing/fixture-hosts.js';
import { availableMemoryBytes, memoryBytesOf } from './available-memory.js';

const mib = 2 ** 20;
const root = '/sys/fs/cgroup';
const none = '9223372036854771712\n';

describe('available memory', () => {
  it('is what the tightest of all groups along the path leaves, without files that can be dropped', () => {
    const host = hostOf({
      '/proc/self/cgroup': '0::/a/b\n',
      [`${root}/a/memory.max`]: `${512 * mib}\n`,
      [`${root}/a/memory.current`]: `${400 * mib}\n`,
      [`${root}/a/memory.stat`]: `anon 1\nactive_file ${30 * mib}\ninactive_file ${20 * mib}\n`,
      [`${root}/a/b/memory.max`]: 'max\n',
      [`${root}/a/b/memory.high`]: 'max\n',
      [`${root}/a/b/memory.current`]: `${300 * mib}\n`,
    });
    expect(availableMemoryBytes(host)).toBe(162 * mib);
    expect(memoryBytesOf(host)).toBe(512 * mib);
  });

  it('is bounded by memory.high, from where on the kernel slows a group down', () => {
    const host = hostOf({
      '/proc/self/cgroup': '0::/\n',
      [`${root}/memory.max`]: 'max\n',
      [`${root}/memory.high`]: `${256 * mib}\n`,
      [`${root}/memory.current`]: `${56 * mib}\n`,
    });
    expect(availableMemoryBytes(host)).toBe(200 * mib);
  });

  it('is found in groups of version 1, of a container whose path is not there', () => {
    const host = hostOf({
      '/proc/self/cgroup': '5:cpu,cpuacct:/docker/0123\n4:memory:/docker/0123\n0::/docker/0123\n',
      [`${root}/memory/memory.limit_in_bytes`]: `${128 * mib}\n`,
      [`${root}/memory/memory.usage_in_bytes`]: `${150 * mib}\n`,
      [`${root}/memory/memory.stat`]: `total_active_file 0\ntotal_inactive_file ${100 * mib}\n`,
    });
    expect(availableMemoryBytes(host)).toBe(78 * mib);
  });

  it('is that of the machine where no group has a limit', () => {
    const host = hostOf({
      '/proc/self/cgroup': '4:memory:/\n',
      [`${root}/memory/memory.limit_in_bytes`]: none,
      [`${root}/memory/memory.usage_in_bytes`]: '1\n',
    });
    expect(availableMemoryBytes(host)).toBe(host.freeMemoryBytes);
    expect(memoryBytesOf(host)).toBe(host.memoryBytes);
  });

  it('is never less than none', () => {
    const host = hostOf({
      '/proc/self/cgroup': '0::/\n',
      [`${root}/memory.max`]: '1000\n',
      [`${root}/memory.current`]: '2000\n',
    });
    expect(availableMemoryBytes(host)).toBe(0);
  });
});
