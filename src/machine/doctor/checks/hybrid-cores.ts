import { readTrimmed, sysctlNumber } from '../../host.js';
import type { Check, CheckContext } from '../check.js';
import { readOfEachCpu } from '../cpus.js';
import { fine, note, unknown, warning, type Verdict } from '../check-result.js';

const why =
  'A run that moves between fast and slow cores mixes two sets of figures; their caches differ too.';

/** Cores below this share of the fastest one's capacity are of another kind. */
const sameKindShare = 0.9;

/** Cores of several kinds. */
export const hybridCoresCheck: Check = {
  title: 'hybrid cores',
  examine: (context) =>
    context.host.platform === 'darwin' ? examineMac(context) : examineLinux(context),
  matters: () => true,
};

function examineLinux({ host }: CheckContext): Verdict {
  const fast = readTrimmed(host, '/sys/devices/cpu_core/cpus');
  const slow = readTrimmed(host, '/sys/devices/cpu_atom/cpus');
  if (fast !== null && slow !== null) {
    return warning({
      what: `CPUs ${fast} are fast cores, ${slow} are slow cores.`,
      why,
      remedy: `Use one kind: taskset -c ${fast} softmax-bench run`,
    });
  }
  const capacities = readOfEachCpu(host, 'cpu_capacity').map(Number);
  if (capacities.length === 0) {
    return unknown('The system does not report whether cores differ.');
  }
  const largest = Math.max(...capacities);
  const slowCount = capacities.filter((capacity) => capacity < sameKindShare * largest).length;
  if (slowCount === 0) return fine('all cores are of one kind');
  return warning({
    what: `${slowCount} of ${capacities.length} CPUs are slower, down to a capacity of ${Math.min(...capacities)} against ${largest}.`,
    why,
    remedy: 'Use CPUs of one kind with taskset -c; lscpu -e lists them.',
  });
}

function examineMac({ host }: CheckContext): Verdict {
  const kinds = sysctlNumber(host.sysctl, 'hw.nperflevels');
  if (kinds === null) return unknown('The system does not report whether cores differ.');
  if (kinds < 2) return fine('all cores are of one kind');
  return note({
    what: `The cores are of ${kinds} kinds.`,
    why,
    remedy: 'Run in the foreground, which macOS gives to the fast cores, and close other programs.',
  });
}
