import { formatSignificant } from '../../../units.js';
import type { Check } from '../check.js';
import { cpuCountText } from '../cpus.js';
import { fine, unknown, warning } from '../../../model/finding.js';

/** So much is a desktop's own background. */
const tolerableLoad = 0.5;

/** What else runs. */
export const loadCheck: Check = {
  title: 'other load',
  examine: ({ host, machine }) => {
    const load = Number.parseFloat(host.readText('/proc/loadavg') ?? '');
    if (Number.isNaN(load)) return unknown('The system does not show its load.');
    const text = `${formatSignificant(load)} processes on average in the last minute`;
    if (load <= tolerableLoad) return fine(text);
    return warning({
      what: `The machine was at work: ${text}, on ${cpuCountText(machine.logicalCpuCount)}.`,
      why: 'Every process that reads memory takes bandwidth and cache from the kernels, on other cores too.',
      remedy:
        'End what else runs (top shows it) and wait a minute; a run that has just ended counts as well.',
    });
  },
  matters: () => true,
};
