import { axisKey, sweepAxes } from '../model/axes.js';
import { groupBy } from '../model/group-by.js';
import { printable } from '../printable.js';
import { formatBytes } from '../units.js';
import type { ComparedRun } from './compared-run.js';

/** Runs that are taken for repetitions of one another. */
export interface MachineRuns {
  /** Unlike that of any other in the comparison; harmless in any terminal. */
  readonly name: string;
  /** From the earliest to the latest; never empty. */
  readonly runs: readonly ComparedRun[];
}

/** How the runs of a comparison fall into machines. */
export interface Grouping {
  readonly machines: readonly MachineRuns[];
  /** Whether all are runs of one machine and build, each of which is then compared as a machine. */
  readonly areRunsOfOneMachine: boolean;
}

const longestName = 48;

/** Digits of an anonymous id in a name. */
const idLength = 6;

/**
 * Runs of the same CPU and build, under the same label, that measured the same sweeps are repetitions:
 * one machine. When that leaves a single machine, its runs are compared with one another.
 * @param baselineRuns are one machine by themselves, whatever the others are; empty without a
 * baseline of its own.
 */
export function groupRuns(
  runs: readonly ComparedRun[],
  baselineRuns: readonly ComparedRun[] = [],
): Grouping {
  const others = [...groupBy(runs, machineKey).values()];
  const baseline = baselineRuns.length === 0 ? [] : [baselineRuns];
  const groups = [...baseline, ...others];
  const areRunsOfOneMachine = groups.length === 1 && runs.length > 1;
  const apart = areRunsOfOneMachine ? runs.map((run) => [run]) : groups;
  const sorted = apart.map((own) => own.toSorted(byStart));
  const names = namesOf(sorted);
  return {
    machines: sorted.map((own, index) => ({ name: names[index]!, runs: own })),
    areRunsOfOneMachine,
  };
}

/** Equal for runs that are repetitions of one another. */
export function machineKey(compared: ComparedRun): string {
  const { run, input, sweeps } = compared;
  return JSON.stringify([
    run.label,
    hardwareKey(compared),
    buildOf({ run }),
    input,
    sweeps.map((sweep) => axisKey(sweep, sweepAxes)).sort(),
  ]);
}

/** Equal for runs on one CPU with the same caches; a CPU without a name is that of its own machine alone. */
export function hardwareKey({ machine, run }: ComparedRun): string {
  const isNamed = machine.cpuModel !== 'unknown' && machine.cpuModel !== '';
  return JSON.stringify([
    isNamed ? machine.cpuModel : (machine.anonymousId ?? run.runId),
    machine.architecture,
    machine.isaFeatures,
    machine.logicalCpuCount,
    machine.caches.map(({ sizeBytes }) => sizeBytes),
  ]);
}

/** Which kernels measured: by their hash, else by the commit, else by the version of the tool. */
export function buildOf({ run: { tool } }: Pick<ComparedRun, 'run'>): string {
  return tool.buildId ?? tool.gitCommit ?? tool.version;
}

function byStart(a: ComparedRun, b: ComparedRun): number {
  return a.run.runId < b.run.runId ? -1 : 1;
}

/** The label or the CPU; where several share it, with the first detail in which all of these differ. */
function namesOf(groups: readonly (readonly ComparedRun[])[]): readonly string[] {
  const texts = groups.map(([first]) => textsOf(first!));
  const names = new Array<string>(texts.length);
  for (const [base, own] of groupBy([...texts.keys()], (index) => texts[index]!.name)) {
    const details = texts[0]!.details.map((_, detail) =>
      own.map((index) => texts[index]!.details[detail]!),
    );
    const telling = details.find((values) => new Set(values).size === own.length);
    own.forEach((index, position) => {
      const detail = telling?.[position] ?? `no. ${position + 1}`;
      names[index] = own.length === 1 ? base : `${base}, ${detail}`;
    });
  }
  return names;
}

/** Details are the most telling first. */
function textsOf(run: ComparedRun): { name: string; details: readonly string[] } {
  const { label, startedAtUtc } = run.run;
  const { anonymousId } = run.machine;
  return {
    name: printable(label ?? '', longestName) || cpuName(run.machine.cpuModel),
    details: [
      [...new Set(run.sweeps.map(({ target }) => target))].join(' and '),
      `${run.machine.logicalCpuCount} CPUs`,
      formatBytes(run.machine.memoryBytes),
      anonymousId === null ? '' : `id ${printable(anonymousId.slice(0, idLength))}`,
      `build ${printable(buildOf(run).slice(0, 7))}`,
      startedAtUtc.replace(/\.\d+Z$/, 'Z'),
    ],
  };
}

/** The model without what every model name says. */
function cpuName(cpuModel: string): string {
  const short = cpuModel
    .replaceAll(/\((R|TM|C)\)/gi, '')
    .replace(/ @ .*$/, '')
    .replaceAll(/\b(CPU|Processor|\d+-Core)\b/g, '')
    .replaceAll(/ {2,}/g, ' ');
  return printable(short, longestName) || 'unknown CPU';
}
