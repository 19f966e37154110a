import { readTrimmed, type Host } from './host.js';

/** Time that a control group may use of the CPUs. */
export interface CpuQuota {
  readonly version: ControlGroup['version'];
  /** Quota over period: 1.5 is one CPU and a half. */
  readonly cpuCount: number;
  readonly periodSeconds: number;
  /** How often the group was stopped so far, or null where that is not counted. */
  readonly throttledCount: number | null;
}

/** A control group that limits this process: its own, or one above it. */
export interface ControlGroup {
  readonly version: 'cgroup v1' | 'cgroup v2';
  /** The folder with its files. */
  readonly folder: string;
}

type FileReader = Pick<Host, 'readText'>;

const root = '/sys/fs/cgroup';

/**
 * The groups of this process and those above them, of all versions, the innermost first. In a container the path
 * of a group may be the host's, which is not there: its own group is then the root of what is mounted, so the root is
 * always among them.
 * @param controller such as `memory`, as cgroup v1 calls it.
 */
export function controlGroupsOf(host: FileReader, controller: string): readonly ControlGroup[] {
  const lines = (host.readText('/proc/self/cgroup') ?? '').trim().split('\n');
  return lines.flatMap((line): readonly ControlGroup[] => {
    const [, controllers, path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined) return [];
    const isVersion2 = controllers === '';
    if (!isVersion2 && !controllers.split(',').includes(controller)) return [];
    const mounts = isVersion2
      ? [root, `${root}/unified`]
      : [...new Set([`${root}/${controllers}`, `${root}/${controller}`])];
    return mounts.flatMap((mount) =>
      pathsAlong(path).map((group) => ({
        version: isVersion2 ? 'cgroup v2' : 'cgroup v1',
        folder: mount + group,
      })),
    );
  });
}

/** `/a/b`, `/a` and the root, which is ''. */
function pathsAlong(path: string): readonly string[] {
  const names = path.split('/').filter((name) => name !== '');
  return names.map((_, index) => `/${names.slice(0, names.length - index).join('/')}`).concat('');
}

/** The tightest quota of the group of this process and of those above it, or null without one. */
export function cpuQuotaOf(host: Host): CpuQuota | null {
  const quotas = controlGroupsOf(host, 'cpu').flatMap((group) => {
    const quota = group.version === 'cgroup v1' ? version1(host, group) : version2(host, group);
    return quota ?? [];
  });
  return quotas.sort((a, b) => a.cpuCount - b.cpuCount)[0] ?? null;
}

/** `cpu.max` holds quota and period in microseconds, `max` for no quota (Linux, cgroup-v2). */
function version2(host: Host, group: ControlGroup): CpuQuota | null {
  const text = readTrimmed(host, `${group.folder}/cpu.max`) ?? '';
  const [quota, period] = text.split(' ').map(Number);
  return quotaOf(host, group, quota, period);
}

/** A quota of -1 is none (Linux, scheduler/sched-bwc). */
function version1(host: Host, group: ControlGroup): CpuQuota | null {
  const read = (name: string) => Number(readTrimmed(host, `${group.folder}/${name}`) ?? NaN);
  return quotaOf(host, group, read('cpu.cfs_quota_us'), read('cpu.cfs_period_us'));
}

function quotaOf(
  host: Host,
  { version, folder }: ControlGroup,
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
