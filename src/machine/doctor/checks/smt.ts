import { groupBy } from '../../../model/group-by.js';
import type { LogicalCpu } from '../../../model/topology.js';
import { cpuListText } from '../../cpu-list.js';
import { readTrimmed } from '../../host.js';
import { oneThread, type Check } from '../check.js';
import { readOfUsableCpus } from '../cpus.js';
import { fine, note, unknown } from '../check-result.js';

const switchPath = '/sys/devices/system/cpu/smt/control';

/** Whether CPUs share a core. */
export const smtCheck: Check = {
  title: 'SMT siblings',
  examine: ({ host, machine, threads = oneThread }) => {
    const cpus = machine.topology?.cpus ?? [];
    const planned = sharedCore(cpus.filter(({ cpu }) => threads.cpus.includes(cpu)));
    if (planned !== null) {
      return note({
        what: `Threads share cores: CPUs ${planned} are one core.`,
        why: 'Threads on one core share its L1, L2 and execution units, so each is slower.',
        remedy: 'Use one thread a core: --threads cores',
      });
    }
    const usableCores = cpus.filter(({ isUsable }) => isUsable).map(({ core }) => core);
    const shared = sharedCore(cpus.filter(({ core }) => usableCores.includes(core)));
    if (shared !== null) {
      return note({
        what: `CPUs share cores: ${shared} are one core.`,
        why: 'A program on the other CPU of a core takes up to half of its L1, L2 and execution units.',
        remedy: `Disable SMT for the run: echo off | sudo tee ${switchPath}`,
      });
    }
    if (machine.hypervisor !== null) {
      return unknown('This virtual machine reports no shared cores; its host may hide them.');
    }
    // `core_cpus_list` took over from `thread_siblings_list` in Linux 5.4, which kept both.
    if (readOfUsableCpus(host, 'topology/thread_siblings_list').length > 0) {
      return fine('no two CPUs share a core');
    }
    return readTrimmed(host, '/sys/devices/system/cpu/smt/active') === '0'
      ? fine('off')
      : unknown('The system does not report which CPUs share a core.');
  },
  matters: ({ staysInCache }) => staysInCache,
};

/** The CPUs of the first core that has several of these; null if none has. */
function sharedCore(cpus: readonly LogicalCpu[]): string | null {
  const cores = [...groupBy(cpus, ({ core }) => core).values()];
  const shared = cores.find((core) => core.length > 1);
  return shared === undefined ? null : cpuListText(shared.map(({ cpu }) => cpu));
}
