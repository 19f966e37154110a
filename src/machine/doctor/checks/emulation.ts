import { emulatorName } from '../../cpu.js';
import { emulationOf, showsEmulation } from '../../emulation.js';
import type { Check } from '../check.js';
import { fine, unknown, warning } from '../check-result.js';

/** Whether the instructions of the kernels are executed as they are. */
export const emulationCheck: Check = {
  title: 'emulation',
  examine: ({ host, machine }) => {
    const isEmulator = machine.hypervisor === emulatorName;
    const translator = emulationOf(host) ?? (isEmulator ? emulatorName : null);
    if (translator === null) {
      return showsEmulation(host)
        ? fine('none seen')
        : unknown('The system does not show what executes this process.');
    }
    return warning({
      what: `This process is emulated: ${translator}.`,
      why: 'Another program translates the kernels, so their times mean nothing for any CPU.',
      remedy: 'Run on the CPU itself, with a Node.js for it.',
    });
  },
  matters: () => true,
};
