import { cpusInList } from '../../cpu-list.js';
import type { Check } from '../check.js';
import { readOfEachCpu, readTrimmed } from '../cpus.js';
import { fine, note, unknown } from '../../../model/finding.js';

/** Whether CPUs share a core. */
export const smtCheck: Check = {
  title: 'SMT siblings',
  examine: ({ host, machine }) => {
    // `core_cpus_list` took over from `thread_siblings_list` in Linux 5.4, which kept both.
    const siblings = readOfEachCpu(host, 'topology/thread_siblings_list');
    const shared = siblings.find((list) => cpusInList(list).length > 1);
    if (shared !== undefined) {
      return note({
        what: `CPUs share cores: ${shared} are one core.`,
        why: "Whatever runs on a core's other CPU takes half of its L1 and L2 and of its execution units.",
        remedy:
          'Leave the machine alone during a run, or switch siblings off: echo off | sudo tee /sys/devices/system/cpu/smt/control',
      });
    }
    if (machine.hypervisor !== null) {
      return unknown(
        'No CPUs share a core, as this virtual machine shows it; its host may hide them.',
      );
    }
    if (siblings.length > 0) return fine('no two CPUs share a core');
    return readTrimmed(host, '/sys/devices/system/cpu/smt/active') === '0'
      ? fine('off')
      : unknown('The system does not show which CPUs share a core.');
  },
  matters: ({ isInCache }) => isInCache,
};
