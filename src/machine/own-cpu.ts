import { cpusInList } from './cpu-list.js';
import { allowedCpuList } from './doctor/cpus.js';
import type { ReadText } from './host.js';

/** Position of field 39, `processor`, behind field 2, which is the name of the program in parentheses. */
const processorIndex = 39 - 3;

/**
 * The CPU that this process runs on now, else the first one that it may run on; null where the system says
 * neither (proc_pid_stat(5)).
 */
export function ownCpu(readText: ReadText): number | null {
  const stat = readText('/proc/self/stat') ?? '';
  // The name may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const current = Number(fields[processorIndex] ?? NaN);
  if (Number.isInteger(current)) return current;
  return cpusInList(allowedCpuList({ readText }) ?? '')[0] ?? null;
}
