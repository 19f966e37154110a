import { describe, expect, it } from 'vitest';

import { hostOf } from '../testing/fixture-hosts.js';
import { allocationOf, jobFieldsOf } from './scheduler.js';
import { topologyOf } from './topology.js';

const nowMs = 1_700_000_000_000;
const cpuModels = ['a', 'a', 'a', 'a'];
const slurm = {
  SLURM_JOB_ID: '77',
  SLURM_CPUS_ON_NODE: '2',
  SLURM_MEM_PER_NODE: '2048',
  SLURM_JOB_END_TIME: '1700000090',
};

describe('the allocation of a scheduler', () => {
  it('is none without one', () => {
    expect(allocationOf(hostOf({}), nowMs)).toBeNull();
  });

  it('is what the variables of Slurm say', () => {
    expect(allocationOf(hostOf({}, { environment: slurm, cpuModels }), nowMs)).toEqual({
      scheduler: 'slurm',
      cpuCount: 2,
      memoryBytes: 2 * 2 ** 30,
      secondsLeft: 90,
      isExclusive: false,
    });
  });

  it.each([
    [{ SLURM_CPUS_PER_TASK: '1' }, { cpuCount: 1 }],
    [{ SLURM_CPUS_ON_NODE: '4' }, { isExclusive: true }],
    [{ SLURM_CPUS_ON_NODE: 'many' }, { cpuCount: null, isExclusive: null }],
    [{ SLURM_MEM_PER_NODE: '0' }, { memoryBytes: null }],
    [{ SLURM_MEM_PER_NODE: '', SLURM_MEM_PER_CPU: '512' }, { memoryBytes: 2 ** 30 }],
    [{ SLURM_JOB_END_TIME: '1600000000' }, { secondsLeft: 0 }],
    [{ SLURM_JOB_END_TIME: undefined }, { secondsLeft: null }],
  ])('of %j is %j', (change, expected) => {
    const host = hostOf({}, { environment: { ...slurm, ...change }, cpuModels });
    expect(allocationOf(host, nowMs)).toMatchObject(expected);
  });

  it('in a pod is what its control group limits', () => {
    const host = hostOf(
      {
        '/proc/self/cgroup': '0::/\n',
        '/sys/fs/cgroup/cpu.max': '150000 100000\n',
        '/sys/fs/cgroup/memory.max': '1073741824\n',
        '/sys/fs/cgroup/memory.high': 'max\n',
        '/sys/fs/cgroup/memory.current': '4096\n',
      },
      { environment: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } },
    );
    expect(allocationOf(host, nowMs)).toEqual({
      scheduler: 'kubernetes',
      cpuCount: 1.5,
      memoryBytes: 2 ** 30,
      secondsLeft: null,
      isExclusive: null,
    });
  });

  it('limits threads that nothing binds', () => {
    const host = hostOf({}, { platform: 'win32', environment: slurm, cpuModels });
    expect(topologyOf(host)?.quotaCpuCount).toBe(2);
  });
});

describe('the fields of a job', () => {
  it('are those of its array, of its node and of its pod', () => {
    expect(jobFieldsOf({ ...slurm, SLURM_ARRAY_JOB_ID: '70', SLURM_PROCID: '3' }, 'me')).toEqual({
      host: 'me',
      node: null,
      job: '70',
      task: '3',
    });
    const pod = { SOFTMAX_BENCH_JOB: 'a', SOFTMAX_BENCH_NODE: 'n', JOB_COMPLETION_INDEX: '0' };
    expect(jobFieldsOf(pod, 'me')).toEqual({ host: 'me', node: 'n', job: 'a', task: '0' });
  });
});
