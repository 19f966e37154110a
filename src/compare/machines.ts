import type { ComparedRun } from './compared-run.js';
import { printable } from './printable.js';

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
  /** Whether all are runs of one machine and build, each of which then stands for itself. */
  readonly areRunsOfOneMachine: boolean;
}

const longestName = 48;

/**
 * Runs of the same CPU and build, under the same label, that measured the same things are repetitions: one
 * machine. When that leaves a single machine, its runs are compared with one another.
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
export function machineKey({ run, machine, input, series }: ComparedRun): string {
  const groups = series.map(({ target, cacheState, threadCount }) =>
    [target, cacheState, threadCount].join('/'),
  );
  return JSON.stringify([
    run.label,
    machine.cpuModel,
    machine.architecture,
    machine.isaFeatures,
    machine.logicalCpuCount,
    machine.caches.map(({ sizeBytes }) => sizeBytes),
    buildOf({ run }),
    input,
    [...new Set(groups)].sort(),
  ]);
}

/** Which kernels measured: by their hash, else by the commit, else by the version of the tool. */
export function buildOf({ run: { tool } }: Pick<ComparedRun, 'run'>): string {
  return tool.buildId ?? tool.gitCommit ?? tool.version;
}

function byStart(a: ComparedRun, b: ComparedRun): number {
  return a.run.runId < b.run.runId ? -1 : 1;
}

/** The label or the CPU; where that is not enough to tell machines apart also what they differ in. */
function namesOf(groups: readonly (readonly ComparedRun[])[]): readonly string[] {
  const texts = groups.map(([first]) => textsOf(first!));
  const names: string[] = [];
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  for (const detailCount of texts[0]?.keys() ?? []) {
    counts.clear();
    for (const own of texts) {
      const name = own.slice(0, detailCount + 1).join(', ');
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    texts.forEach((own, index) => {
      const name = own.slice(0, detailCount + 1).join(', ');
      if (names[index] === undefined && counts.get(name) === 1) names[index] = name;
    });
  }
  return texts.map((own, index) => {
    const wanted = names[index] ?? own.join(', ');
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted} (${number})`;
    taken.add(name);
    return name;
  });
}

/** Name and details, the most telling first. */
function textsOf(run: ComparedRun): readonly string[] {
  const { label, startedAtUtc } = run.run;
  const name = printable(label ?? '', longestName) || cpuName(run.machine.cpuModel);
  const targets = [...new Set(run.series.map(({ target }) => target))].join(' and ');
  return [name, targets, `build ${printable(buildOf(run).slice(0, 7))}`, startedAtUtc];
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

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [value]);
    else own.push(value);
  }
  return groups;
}
