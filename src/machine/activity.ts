import type { Host, ReadText } from './host.js';

/** Linux counts CPU time for user programs in ticks of 10 ms (USER_HZ = 100 on every architecture). */
const ticksPerSecond = 100;

/** What CPUs did up to one moment; means something as a difference only. */
export interface ActivityReading {
  /** In ticks, of all CPUs together. */
  readonly totalTicks: number;
  readonly busyTicks: number;
  readonly stolenTicks: number;
  /** Of this process and the children that it waited for. */
  readonly ownTicks: number;
  readonly cpuCount: number;
}

/** What CPUs did between two readings. */
export interface Activity {
  readonly seconds: number;
  /** Steal time, and its share of the time in which CPUs were busy or stolen. */
  readonly stolenSeconds: number;
  readonly stolenShare: number;
  /** CPUs that other processes used on average. */
  readonly otherCpuCount: number;
}

/** Null where the system does not count. */
export function readActivity({ readText }: Pick<Host, 'readText'>): ActivityReading | null {
  const stat = readText('/proc/stat') ?? '';
  const ticks = cpuTicksOf(stat);
  if (ticks === null) return null;
  const cpuCount = stat.split('\n').filter((line) => /^cpu\d/.test(line)).length;
  return { ...ticks, ownTicks: ownTicksOf(readText), cpuCount: Math.max(1, cpuCount) };
}

/** Null for readings between which no tick passed. */
export function activityBetween(
  before: ActivityReading | null,
  after: ActivityReading | null,
): Activity | null {
  if (before === null || after === null) return null;
  const since = (name: keyof ActivityReading) => after[name] - before[name];
  const totalTicks = since('totalTicks');
  if (totalTicks <= 0) return null;
  const stolenTicks = since('stolenTicks');
  const wantedTicks = since('busyTicks') + stolenTicks;
  const otherTicks = Math.max(0, since('busyTicks') - since('ownTicks'));
  return {
    seconds: totalTicks / after.cpuCount / ticksPerSecond,
    stolenSeconds: stolenTicks / ticksPerSecond,
    stolenShare: wantedTicks === 0 ? 0 : stolenTicks / wantedTicks,
    otherCpuCount: (otherTicks / totalTicks) * after.cpuCount,
  };
}

/** Time is only stolen while the machine wants to run: of that, the share since it started. */
export function stolenShareSinceBoot({ readText }: Pick<Host, 'readText'>): number | null {
  const ticks = cpuTicksOf(readText('/proc/stat') ?? '');
  if (ticks === null) return null;
  const wantedTicks = ticks.busyTicks + ticks.stolenTicks;
  return wantedTicks === 0 ? 0 : ticks.stolenTicks / wantedTicks;
}

/**
 * Of the line that sums all CPUs (proc(5)): user, nice, system, idle, iowait, irq, softirq, steal. What follows is
 * part of user and nice.
 */
function cpuTicksOf(
  stat: string,
): Pick<ActivityReading, 'totalTicks' | 'busyTicks' | 'stolenTicks'> | null {
  const [, counts = ''] = /^cpu +([\d ]+)$/m.exec(stat) ?? [];
  const ticks = counts.split(' ').slice(0, 8).map(Number);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, stolenTicks] = ticks;
  if (stolenTicks === undefined) return null;
  return {
    totalTicks: ticks.reduce((sum, count) => sum + count, 0),
    busyTicks: user + nice + system + irq + softirq,
    stolenTicks,
  };
}

/** utime, stime, cutime and cstime of proc_pid_stat(5), fields 14 to 17. The name of the program may hold spaces. */
function ownTicksOf(readText: ReadText): number {
  const stat = readText('/proc/self/stat') ?? '';
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(14 - 3, 18 - 3).reduce((sum, ticks) => sum + Number(ticks), 0);
}
