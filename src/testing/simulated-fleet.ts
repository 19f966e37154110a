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
  const { problems, series } = sweep.layout;
  const regions = problems.map(
    (problem) => placeOf(workingSetOf(problem), sweep.boundaries).region,
  );
  const factors = series.flatMap(({ at, quantity }) =>
    at.map((position) => {
      const ofTime = regions[position] === 'DRAM' ? memoryFactor : cacheFactor;
      const truth = { time: ofTime, speedup: gainFactor, 'skeleton-fraction': 1 }[quantity];
      // Uniform numbers of a variance of 1/12, three of them: nearly normal.
      const normal = 2 * (random() + random() + random() - 1.5);
      return truth * Math.exp(noise * normal);
    }),
  );
  return scaled(sweep, (point) => factors[point]!);
}

/** The sweep with each point and its interval times a factor. */
function scaled(sweep: ReducedSweep, factorOf: (point: number) => number): ReducedSweep {
  const scale = (values: Float32Array): Float32Array =>
    values.map((value, point) => value * factorOf(point));
  const { values, lows, highs } = sweep;
  return { ...sweep, values: scale(values), lows: scale(lows), highs: scale(highs) };
}

/** The template with a second sweep, in which so many threads share the memory of four. */
export function withAllThreads(template: ReducedRun, threadCount: number): ReducedRun {
  const [first] = template.sweeps;
  const times = first!.layout.series.filter(({ quantity }) => quantity === 'time');
  const isTime = (point: number): boolean =>
    times.some((own) => point >= own.first && point < own.first + own.at.length);
  const all: ReducedSweep = {
    ...scaled(first!, (point) => (isTime(point) ? 1 / 4 : 1)),
    threadCount,
    placement: 'compact',
    scaling: 'weak',
  };
  return { ...template, sweeps: [...template.sweeps, all] };
}
