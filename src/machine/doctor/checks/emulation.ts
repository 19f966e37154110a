import { emulatorName } from '../../cpu.js';
import { emulationOf } from '../../emulation.js';
import type { Check } from '../check.js';
import { fine, warning } from '../check-result.js';

/** Whether the instructions of the kernels are executed as they are. */
export const emulationCheck: Check = {
  title: 'emulation',
  examine: ({ host, machine }) => {
    const isEmulator = machine.hypervisor === emulatorName;
    const translator = emulationOf(host) ?? (isEmulator ? emulatorName : null);
    if (translator === null) return fine('nothing shows any');
    return warning({
      what: `This process is emulated: ${translator}.`,
      why: 'Another program translates the kernels, so their times mean nothing for any CPU.',
      remedy: 'Run on the CPU itself, with a Node.js for it.',
    });
  },
  matters: () => true,
};
