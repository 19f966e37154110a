import type { ReducedRun, ReducedSweep } from '../compare/compared-run.js';
import { workingSetOf } from '../model/problem.js';
import { placeOf } from '../model/region.js';
import { createRandom } from '../statistics/random.js';

/** A run of a node whose truth is known, made from that of another. */
export interface SimulatedNode {
  readonly cpuModel: string;
  /** The name of the node. */
  readonly label: string;
  readonly startedAtUtc: string;
  readonly operatingSystem?: string;
  /** Times over those of the template, where the working set is in a cache and where it is in DRAM. */
  readonly cacheFactor?: number;
  readonly memoryFactor?: number;
  /** Speed-ups over those of the template. */
  readonly gainFactor?: number;
  /** Standard deviation of the logarithm of every value. */
  readonly noise?: number;
  /** Distinguishes runs. */
  readonly seed: number;
}

/** The run that the node gives; the same one for the same parameters. */
export function simulatedNode(template: ReducedRun, node: SimulatedNode): ReducedRun {
  const { cpuModel, label, startedAtUtc, seed } = node;
  const random = createRandom(seed, 5);
  const { machine, run } = template;
  const { operatingSystem = machine.operatingSystem } = node;
  const runId = `${startedAtUtc}-${seed}`;
  return {
    ...template,
    run: { ...run, label, startedAtUtc, runId, finishedAtUtc: startedAtUtc },
    machine: { ...machine, cpuModel, anonymousId: `node-${label}`, operatingSystem },
    sweeps: template.sweeps.map((sweep) => simulatedSweep(sweep, node, random)),
  };
}

function simulatedSweep(
  sweep: ReducedSweep,
  { cacheFactor = 1, memoryFactor = 1, gainFactor = 1, noise = 0.01 }: SimulatedNode,
  random: () => number,
): ReducedSweep {
  const regions = sweep.problems.map(
    (problem) => placeOf(workingSetOf(problem), sweep.boundaries).region,
  );
  const series = sweep.series.map((own) => {
    const factors = own.at.map((position) => {
      const isInMemory = regions[position] === 'DRAM';
      const ofTime = isInMemory ? memoryFactor : cacheFactor;
      const truth = { time: ofTime, speedup: gainFactor, 'skeleton-fraction': 1 }[own.quantity];
      // Uniform numbers of a variance of 1/12, three of them: nearly normal.
      const normal = 2 * (random() + random() + random() - 1.5);
      return truth * Math.exp(noise * normal);
    });
    const scaledEnds = (ends: readonly (number | null)[]): (number | null)[] =>
      ends.map((end, index) => (end === null ? null : scaledAt(end, factors[index]!)));
    return {
      ...own,
      values: own.values.map((value, index) => scaledAt(value, factors[index]!)),
      lows: scaledEnds(own.lows),
      highs: scaledEnds(own.highs),
    };
  });
  return { ...sweep, series };
}

function scaledAt(value: number, factor: number): number {
  return Number((value * factor).toPrecision(7));
}

/** The template with a second sweep, in which so many threads share the memory of four. */
export function withAllThreads(template: ReducedRun, threadCount: number): ReducedRun {
  const [first] = template.sweeps;
  const series = first!.series.map((own) => {
    if (own.quantity !== 'time') return own;
    const faster = (value: number | null): number | null => value && scaledAt(value, 1 / 4);
    return {
      ...own,
      values: own.values.map((value) => faster(value)!),
      lows: own.lows.map(faster),
      highs: own.highs.map(faster),
    };
  });
  const all: ReducedSweep = {
    ...first!,
    threadCount,
    placement: 'compact',
    scaling: 'weak',
    series,
  };
  return { ...template, sweeps: [...template.sweeps, all] };
}
