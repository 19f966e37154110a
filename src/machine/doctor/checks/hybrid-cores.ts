import { sysctlNumber } from '../../sysctl.js';
import type { Check, Patient } from '../check.js';
import { readOfEachCpu, readTrimmed } from '../cpus.js';
import { fine, note, unknown, warning, type Verdict } from '../../../model/finding.js';

const why =
  'A run that moves between fast and slow cores gives two sets of figures under one name; caches differ too.';

/** Cores below this share of the fastest one's capacity are another kind, not a worse specimen. */
const sameKindShare = 0.9;

/** Cores of several kinds. */
export const hybridCoresCheck: Check = {
  title: 'hybrid cores',
  examine: (patient) =>
    patient.host.platform === 'darwin' ? examineMac(patient) : examineLinux(patient),
  matters: () => true,
};

function examineLinux({ host }: Patient): Verdict {
  const fast = readTrimmed(host, '/sys/devices/cpu_core/cpus');
  const slow = readTrimmed(host, '/sys/devices/cpu_atom/cpus');
  if (fast !== null && slow !== null) {
    return warning({
      what: `CPUs ${fast} are fast cores, ${slow} slow ones.`,
      why,
      remedy: `Keep to one kind: taskset -c ${fast} softmax-bench run`,
    });
  }
  const capacities = readOfEachCpu(host, 'cpu_capacity').map(Number);
  if (capacities.length === 0) {
    return unknown('The system does not show whether cores differ.');
  }
  const largest = Math.max(...capacities);
  const slowCount = capacities.filter((capacity) => capacity < sameKindShare * largest).length;
  if (slowCount === 0) return fine('all cores are of one kind');
  return warning({
    what: `${slowCount} of ${capacities.length} CPUs are slower ones, down to ${Math.min(...capacities)} of ${largest} in the system's measure.`,
    why,
    remedy: 'Keep to CPUs of one kind with taskset -c; lscpu -e lists them.',
  });
}

function examineMac({ host }: Patient): Verdict {
  const kinds = sysctlNumber(host.sysctl, 'hw.nperflevels');
  if (kinds === null) return unknown('The system does not show whether cores differ.');
  if (kinds < 2) return fine('all cores are of one kind');
  return note({
    what: `The cores are of ${kinds} kinds.`,
    why,
    remedy:
      'macOS binds nothing to cores; run in the foreground, which it gives to the fast ones, and close other programs.',
  });
}
