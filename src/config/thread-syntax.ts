import { SoftmaxBenchError } from '../errors.js';
import { threadCountNames, type RunConfig } from '../model/run-config.js';
import {
  coreCount,
  unthrottledThreadCount,
  usableCpuCount,
  type Topology,
} from '../model/topology.js';
import { suggestion } from './closest-match.js';

/** Thread counts as a config has them: numbers, and names of what they are on a machine. */
export type ThreadSpec = NonNullable<RunConfig['threads']>;

/**
 * Thread counts from a comma list such as `1,2,4,all`, in the order written.
 * @throws SoftmaxBenchError that names the offending part of the text.
 */
export function parseThreads(text: string): ThreadSpec {
  return text.split(',').map((written) => {
    const part = written.trim();
    const name = threadCountNames.find((candidate) => candidate === part.toLowerCase());
    if (name !== undefined) return name;
    if (/^[1-9]\d{0,8}$/.test(part)) return Number(part);
    throw new SoftmaxBenchError(
      `threads "${part}": expected whole numbers from 1, ${threadCountNames.join(', ')}` +
        suggestion(part, threadCountNames),
    );
  });
}

/**
 * The thread counts on a machine, ascending and distinct. The names stay within a quota of CPU time, numbers may
 * exceed it: `cores` is one thread a core, `all` one a CPU, `powers` 1, 2, 4 and so on, and last `all`. Where the
 * CPUs are unknown, each name is 1.
 * @param topology null where the system does not describe it.
 * @throws SoftmaxBenchError for a number above that of the CPUs that the process may use.
 */
export function resolveThreadCounts(
  spec: ThreadSpec,
  topology: Topology | null,
): readonly number[] {
  const usableCount = topology === null ? 1 : usableCpuCount(topology);
  const all = topology === null ? 1 : unthrottledThreadCount(topology);
  const cores = topology === null ? 1 : Math.min(coreCount(topology), all);
  const counts = spec.flatMap((part) => {
    if (part === 'cores') return [cores];
    if (part === 'all') return [all];
    if (part === 'powers') return [...powersBelow(all), all];
    if (part > usableCount) throw tooMany(part, usableCount, topology !== null);
    return [part];
  });
  return [...new Set(counts)].sort((a, b) => a - b);
}

/** The powers of two below a count. */
function powersBelow(count: number): readonly number[] {
  return Array.from({ length: Math.ceil(Math.log2(count)) }, (_, exponent) => 2 ** exponent);
}

function tooMany(asked: number, usableCount: number, isKnown: boolean): SoftmaxBenchError {
  const why = isKnown
    ? `this process may use ${usableCount === 1 ? '1 CPU' : `${usableCount} CPUs`}`
    : 'the system does not list its CPUs';
  return new SoftmaxBenchError(`threads: expected at most ${usableCount} (${why}), got ${asked}`);
}
