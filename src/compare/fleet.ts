import { groupBy } from '../model/group-by.js';
import type { Region } from '../model/region.js';
import { median, medianAbsoluteDeviation } from '../statistics/median.js';
import type { ComparedMachine } from './comparison.js';
import type { MachineRuns } from './machines.js';

/** With fewer machines of a CPU, none can be called an outlier. */
const leastMachines = 5;

/** Standard deviations of a normal distribution in one median absolute deviation. */
const deviationsPerMad = 1.4826;

/** Nothing is an outlier by less of both, however steady the others are. */
const leastScore = 5;
const leastExcess = Math.log(1.02);

/** What machines of one CPU are compared in: softmax or copy at a level. */
export interface FleetFigure {
  readonly subject: 'softmax' | 'copy';
  readonly region: Region;
}

/** One figure of one machine against the median of its CPU. */
export interface FleetExcess extends FleetFigure {
  /** Time over the median, less 1: 0.1 is 10% slower. */
  readonly slowerBy: number;
  /** Robust z-score of the logarithm; null where half of the machines are equal. */
  readonly score: number | null;
  readonly isOutlier: boolean;
}

/** How the machines of one CPU vary in one figure. */
interface FleetSpread extends FleetFigure {
  readonly machineCount: number;
  /** Time of the median machine over that of the baseline's CPU: between CPUs. Null where that has none. */
  readonly overBaselineCpu: number | null;
  /** Robust standard deviation as a share: within the CPU. */
  readonly spread: number;
  readonly outlierCount: number;
}

/** The machines of one CPU on one target. */
interface FleetCpu {
  /** Unlike that of any other. */
  readonly name: string;
  readonly spreads: readonly FleetSpread[];
}

/** What outliers point to; `clock` also means fewer resources of the core. */
type FleetCause = 'memory' | 'clock' | 'clock, memory' | 'softmax alone' | 'copy alone';

/** A machine of a fleet. */
export interface FleetMachine {
  readonly machine: string;
  readonly cpu: string;
  /** From the innermost cache to DRAM, softmax first. */
  readonly excesses: readonly FleetExcess[];
  /** Null for a machine like the others. */
  readonly cause: FleetCause | null;
}

/** The machines that have at least four others with the same CPU on the same target. */
export interface Fleet {
  readonly cpus: readonly FleetCpu[];
  /** The slowest against its CPU first. */
  readonly machines: readonly FleetMachine[];
}

/** A machine, its runs and what it runs on. */
export interface FleetMember {
  readonly machine: ComparedMachine;
  readonly runs: MachineRuns;
  readonly hardware: string;
}

interface MemberFigure extends FleetFigure {
  readonly member: FleetMember;
  /** Logarithm of a time. */
  readonly slowness: number;
}

/** Null when no CPU has enough machines. */
export function fleetOf(members: readonly FleetMember[]): Fleet | null {
  const byCpu = groupBy(members, ({ hardware, machine }) => `${hardware} ${machine.target}`);
  const groups = [...byCpu.values()].filter(({ length }) => length >= leastMachines);
  if (groups.length === 0) return null;
  const names = namesOf(groups);
  const baseline =
    groups.find((own) => own.some(({ machine }) => machine.isBaseline)) ?? groups[0]!;
  const baseMedians = new Map(figuresOf(baseline).map((own) => [keyOf(own[0]!), medianOf(own)]));
  const excesses = new Map<FleetMember, FleetExcess[]>();
  const cpus = groups.map((group, index): FleetCpu => {
    const spreads = figuresOf(group).map((own) => {
      const { subject, region } = own[0]!;
      const center = medianOf(own);
      const spread = deviation(own, center);
      const found = own.map(({ member, slowness }) => {
        const excess = excessOf(slowness - center, { subject, region }, spread);
        const known = excesses.get(member);
        if (known === undefined) excesses.set(member, [excess]);
        else known.push(excess);
        return excess;
      });
      const base = baseMedians.get(keyOf(own[0]!));
      return {
        subject,
        region,
        machineCount: own.length,
        overBaselineCpu: base === undefined ? null : Math.exp(center - base),
        spread: Math.expm1(spread),
        outlierCount: found.filter(({ isOutlier }) => isOutlier).length,
      };
    });
    return { name: names[index]!, spreads };
  });
  const machines = groups.flatMap((group, index) =>
    group.map((member): FleetMachine => {
      const own = excesses.get(member) ?? [];
      const { name } = member.machine;
      return { machine: name, cpu: names[index]!, excesses: own, cause: causeOf(own) };
    }),
  );
  return { cpus, machines: machines.sort((a, b) => worst(b) - worst(a)) };
}

/** The model; where several groups have one, with what differs. */
function namesOf(groups: readonly (readonly FleetMember[])[]): readonly string[] {
  const names = groups.map(([first]) => first!.machine.cpuModel);
  return groups.map(([first], index) => {
    const isAlone = names.filter((name) => name === names[index]).length === 1;
    if (isAlone) return names[index]!;
    const { logicalCpuCount } = first!.runs.runs[0]!.machine;
    return `${names[index]!}, ${logicalCpuCount} CPUs, ${first!.machine.target ?? 'no target'} (${index + 1})`;
  });
}

/** The figures that the machines have, each with one entry a machine. */
function figuresOf(group: readonly FleetMember[]): readonly (readonly MemberFigure[])[] {
  const all = group.flatMap((member): readonly MemberFigure[] => [
    ...member.machine.levels.map(({ region, value }): MemberFigure => {
      return { subject: 'softmax', region, member, slowness: Math.log(value) };
    }),
    ...member.machine.copyLevels.map(({ region, bytesPerSecond }): MemberFigure => {
      return { subject: 'copy', region, member, slowness: -Math.log(bytesPerSecond) };
    }),
  ]);
  return [...groupBy(all, keyOf).values()].filter(({ length }) => length >= leastMachines);
}

function keyOf({ subject, region }: FleetFigure): string {
  return `${subject} ${region}`;
}

function medianOf(own: readonly MemberFigure[]): number {
  return median(own.map(({ slowness }) => slowness));
}

function deviation(own: readonly MemberFigure[], center: number): number {
  const slownesses = own.map(({ slowness }) => slowness);
  return deviationsPerMad * medianAbsoluteDeviation(slownesses, center);
}

function excessOf(excess: number, { subject, region }: FleetFigure, spread: number): FleetExcess {
  const score = spread === 0 ? null : excess / spread;
  return {
    subject,
    region,
    slowerBy: Math.expm1(excess),
    score,
    isOutlier: excess > leastExcess && (score ?? Infinity) > leastScore,
  };
}

function causeOf(excesses: readonly FleetExcess[]): FleetCause | null {
  const slow = excesses.filter(({ isOutlier }) => isOutlier);
  if (slow.length === 0) return null;
  const isSlow = (subject: FleetFigure['subject'], isInMemory: boolean): boolean =>
    slow.some((own) => own.subject === subject && (own.region === 'DRAM') === isInMemory);
  const isMemory = isSlow('softmax', true) && isSlow('copy', true);
  const isClock = isSlow('softmax', false);
  if (isMemory) return isClock ? 'clock, memory' : 'memory';
  if (isClock) return 'clock';
  return isSlow('softmax', true) ? 'softmax alone' : 'copy alone';
}

/** Outliers before all others. */
function worst({ excesses, cause }: FleetMachine): number {
  const most = Math.max(...excesses.map(({ slowerBy }) => slowerBy));
  return cause === null ? most - 1e6 : most;
}
