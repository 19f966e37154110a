import { cpusInList } from '../../cpu-list.js';
import { readTrimmed } from '../../host.js';
import type { Check } from '../check.js';
import { readOfEachCpu } from '../cpus.js';
import { fine, note, unknown } from '../check-result.js';

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
        why: 'A program on the other CPU of a core takes up to half of its L1, L2 and execution units.',
        remedy:
          'Run nothing else meanwhile, or disable SMT: echo off | sudo tee /sys/devices/system/cpu/smt/control',
      });
    }
    if (machine.hypervisor !== null) {
      return unknown('This virtual machine reports no shared cores; its host may hide them.');
    }
    if (siblings.length > 0) return fine('no two CPUs share a core');
    return readTrimmed(host, '/sys/devices/system/cpu/smt/active') === '0'
      ? fine('off')
      : unknown('The system does not report which CPUs share a core.');
  },
  matters: ({ staysInCache }) => staysInCache,
};
