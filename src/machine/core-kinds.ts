import { cpusInList } from './cpu-list.js';
import { readTrimmed, type Host } from './host.js';

const cpuFolder = '/sys/devices/system/cpu';

/**
 * Cores within this share of a kind's fastest are of that kind: single cores of one kind may have a clock some
 * percent higher.
 */
const sameKindShare = 0.9;

/** Where only the order of kinds is known, each kind counts this much of the one before it. */
const nextKindShare = 0.5;

/** Folders of the kinds of cores of Intel's hybrid CPUs, the fastest first (Linux, perf events). */
const intelKinds = ['/sys/devices/cpu_core', '/sys/devices/cpu_atom', '/sys/devices/cpu_lowpower'];

/** What a kind of core counts for where only its position is known, 0 for the fastest. */
export function capacityOfKind(position: number): number {
  return nextKindShare ** position;
}

/**
 * Speed of each CPU's kind of core against the fastest of these, in the order of the CPUs; null where the system does
 * not say. By the first source that tells kinds: `cpu_capacity`, Intel's hybrid kinds, the highest clock.
 */
export function capacitiesOf(host: Host, cpus: readonly number[]): readonly number[] | null {
  const sources = [
    readEach(host, cpus, 'cpu_capacity'),
    kindNumbersOf(host, cpus)?.map(capacityOfKind) ?? null,
    readEach(host, cpus, 'cpufreq/cpuinfo_max_freq'),
  ].flatMap((speeds) => (speeds === null ? [] : [kindSpeeds(speeds)]));
  return sources.find((speeds) => speeds.some((speed) => speed < 1)) ?? sources[0] ?? null;
}

/** Null unless each CPU has a positive number of that name. */
function readEach(host: Host, cpus: readonly number[], name: string): readonly number[] | null {
  const values = cpus.map((cpu) => Number(readTrimmed(host, `${cpuFolder}/cpu${cpu}/${name}`)));
  return values.every((value) => value > 0 && value <= Number.MAX_SAFE_INTEGER) ? values : null;
}

/** Position of each CPU's kind; null unless the system names it of each. */
function kindNumbersOf(host: Host, cpus: readonly number[]): readonly number[] | null {
  const kinds = intelKinds.map((folder) => cpusInList(host.readText(`${folder}/cpus`) ?? ''));
  const numbers = cpus.map((cpu) => kinds.findIndex((kind) => kind.includes(cpu)));
  return numbers.includes(-1) ? null : numbers;
}

/** The speed of each kind's fastest core, against the fastest of all. */
function kindSpeeds(speeds: readonly number[]): readonly number[] {
  const fastest: number[] = [];
  for (const speed of [...speeds].sort((a, b) => b - a)) {
    if (fastest.length === 0 || speed < sameKindShare * fastest.at(-1)!) fastest.push(speed);
  }
  return speeds.map((speed) => fastest.findLast((kind) => kind >= speed)! / fastest[0]!);
}
