import { readTrimmed, type Host } from './host.js';

/** Time that a control group may use of the CPUs. */
export interface CpuQuota {
  readonly version: 'cgroup v1' | 'cgroup v2';
  /** Quota over period: 1.5 is one CPU and a half. */
  readonly cpuCount: number;
  readonly periodSeconds: number;
  /** How often the group was stopped so far, or null where that is not counted. */
  readonly throttledCount: number | null;
}

const root = '/sys/fs/cgroup';

/**
 * The tightest quota of the group of this process and of those above it, or null without one. In a
 * container the path of the group may be the host's, which is not there: its own group is then the
 * root of what is mounted, so the root is always asked.
 */
export function cpuQuotaOf(host: Host): CpuQuota | null {
  const lines = (host.readText('/proc/self/cgroup') ?? '').trim().split('\n');
  const quotas = lines.flatMap((line) => {
    const [, controllers, path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined) return [];
    if (controllers === '')
      return quotasAlong(path, (group) => quotaOfVersion2(host, root + group));
    if (!controllers.split(',').includes('cpu')) return [];
    return [`${root}/${controllers}`, `${root}/cpu`].flatMap((mount) =>
      quotasAlong(path, (group) => quotaOfVersion1(host, mount + group)),
    );
  });
  return quotas.sort((a, b) => a.cpuCount - b.cpuCount)[0] ?? null;
}

/** What `read` says of `/a/b`, of `/a` and of the root, which it gets as ''. */
function quotasAlong(path: string, read: (group: string) => CpuQuota | null): readonly CpuQuota[] {
  const names = path.split('/').filter((name) => name !== '');
  return names
    .map((_, index) => `/${names.slice(0, index + 1).join('/')}`)
    .concat('')
    .flatMap((group) => read(group) ?? []);
}

/** `cpu.max` holds quota and period in microseconds, `max` for no quota (Linux, cgroup-v2). */
function quotaOfVersion2(host: Host, folder: string): CpuQuota | null {
  const [quota, period] = (readTrimmed(host, `${folder}/cpu.max`) ?? '').split(' ').map(Number);
  return quotaOf(host, 'cgroup v2', folder, quota, period);
}

/** A quota of -1 is none (Linux, scheduler/sched-bwc). */
function quotaOfVersion1(host: Host, folder: string): CpuQuota | null {
  const read = (name: string) => Number(readTrimmed(host, `${folder}/${name}`) ?? NaN);
  return quotaOf(host, 'cgroup v1', folder, read('cpu.cfs_quota_us'), read('cpu.cfs_period_us'));
}

function quotaOf(
  host: Host,
  version: CpuQuota['version'],
  folder: string,
  quotaUs = NaN,
  periodUs = NaN,
): CpuQuota | null {
  if (!(quotaUs > 0 && periodUs > 0)) return null;
  const throttled = /^nr_throttled (\d+)$/m.exec(host.readText(`${folder}/cpu.stat`) ?? '')?.[1];
  return {
    version,
    cpuCount: quotaUs / periodUs,
    periodSeconds: periodUs / 1e6,
    throttledCount: throttled === undefined ? null : Number(throttled),
  };
}
