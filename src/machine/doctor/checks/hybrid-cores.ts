import { groupBy } from '../../../model/group-by.js';
import { usableCpus } from '../../../model/topology.js';
import { cacheKindsOf } from '../../cache-kinds.js';
import { capacitiesOf } from '../../core-kinds.js';
import { cpuListText } from '../../cpu-list.js';
import { sysctlNumber } from '../../host.js';
import type { Check, CheckContext } from '../check.js';
import { fine, note, unknown, warning, type Verdict } from '../check-result.js';

const why = 'A run that moves between kinds of cores or caches mixes two sets of figures.';
const unreported = 'The system does not report whether cores differ.';

/** Cores of several kinds, or with caches of several sizes, among those that this process may use. */
export const hybridCoresCheck: Check = {
  title: 'kinds of cores',
  examine: (context) =>
    context.host.platform === 'darwin' ? examineMac(context) : examineOthers(context),
  matters: () => true,
};

function examineOthers({ host, machine }: CheckContext): Verdict {
  const topology = machine.topology ?? null;
  const cpus = topology === null ? [] : usableCpus(topology);
  if (cpus.length === 0) return unknown(unreported);
  if (cpus.length === 1) return fine('a single CPU');
  const numbers = cpus.map(({ cpu }) => cpu);
  const capacities = capacitiesOf(host, numbers);
  const kinds = [...groupBy(numbers, (cpu) => capacities?.[numbers.indexOf(cpu)] ?? 1)].sort(
    ([a], [b]) => b - a,
  );
  const fastest = kinds[0]?.[1] ?? [];
  if (kinds.length > 1) {
    const slower = kinds.slice(1).map(([, own]) => cpuListText(own));
    const what = `Cores differ: CPUs ${cpuListText(fastest)} fast, ${slower.join(' and ')} slower.`;
    return differing(what, fastest);
  }
  const cacheKinds = cacheKindsOf(host, cpus);
  const [largest] = cacheKinds;
  if (largest !== undefined && cacheKinds.length > 1) {
    const texts = cacheKinds.map((kind) => `${cpuListText(kind.cpus)} with ${kind.text}`);
    return differing(`Caches differ: CPUs ${texts.join(', ')}.`, largest.cpus);
  }
  if (capacities === null && largest === undefined) return unknown(unreported);
  return fine(`CPUs ${cpuListText(numbers)} are of one kind`);
}

/** @param best the CPUs to use. */
function differing(what: string, best: readonly number[]): Verdict {
  return warning({
    what,
    why,
    remedy: `Use one kind: taskset -c ${cpuListText(best)} softmax-bench run`,
  });
}

function examineMac({ host }: CheckContext): Verdict {
  const kinds = sysctlNumber(host.sysctl, 'hw.nperflevels');
  if (kinds === null) return unknown(unreported);
  if (kinds < 2) return fine('all cores are of one kind');
  return note({
    what: `The cores are of ${kinds} kinds.`,
    why,
    remedy: 'Run in the foreground, which macOS gives to the fast cores, and close other programs.',
  });
}
