import { cpusInList } from '../cpu-list.js';
import { readTrimmed, type Host } from '../host.js';

const cpuFolder = '/sys/devices/system/cpu';

/** The CPUs that are switched on; none where the system does not list them. */
export function onlineCpus(host: Host): readonly number[] {
  return cpusInList(host.readText(`${cpuFolder}/online`) ?? '');
}

/** The CPUs that are switched on and that this process may use; all where the system does not say what it may. */
export function usableCpuNumbers(host: Host): readonly number[] {
  const allowed = allowedCpuList(host);
  const online = onlineCpus(host);
  if (allowed === null) return online;
  const isAllowed = new Set(cpusInList(allowed));
  return online.filter((cpu) => isAllowed.has(cpu));
}

/** What `cpu<N>/<name>` says of each CPU that this process may use and that has it. */
export function readOfUsableCpus(host: Host, name: string): readonly string[] {
  return usableCpuNumbers(host).flatMap(
    (cpu) => readTrimmed(host, `${cpuFolder}/cpu${cpu}/${name}`) ?? [],
  );
}

/** A list of CPUs that this process may use, such as `0-3`; null where the system does not say. */
export function allowedCpuList({ readText }: Pick<Host, 'readText'>): string | null {
  const status = readText('/proc/self/status') ?? '';
  return /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? null;
}

/** `1 CPU`, `8 CPUs`. */
export function cpuCountText(count: number): string {
  return `${count} CPU${count === 1 ? '' : 's'}`;
}
