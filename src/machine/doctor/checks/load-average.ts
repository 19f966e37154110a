import { formatSignificant } from '../../../units.js';
import type { Check } from '../check.js';
import { cpuCountText } from '../cpus.js';
import { fine, unknown, warning } from '../check-result.js';

/** So much is a desktop's own background. */
const tolerableLoad = 0.5;

/** Others that use less than this are over: the average still counts them for minutes. */
const notableCpuCount = 0.25;

/** What other programs do. */
export const loadCheck: Check = {
  title: 'other load',
  examine: ({ host, machine, activity = null }) => {
    const load = Number.parseFloat(host.readText('/proc/loadavg') ?? '');
    if (Number.isNaN(load)) return unknown('The system does not report its load.');
    const text = `oad average ${formatSignificant(load)} on ${cpuCountText(machine.logicalCpuCount)}`;
    if (load <= tolerableLoad) return fine(`l${text}`);
    if (activity !== null && activity.otherCpuCount < notableCpuCount) {
      return fine(
        `l${text} over the last minute, ${formatSignificant(activity.otherCpuCount)} now`,
      );
    }
    return warning({
      what: `L${text}.`,
      why: 'Other processes take memory bandwidth and cache from the kernels, on other cores too.',
      remedy: 'Stop other jobs and retry.',
    });
  },
  matters: () => true,
};
