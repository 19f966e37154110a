import type { Check } from '../check.js';
import { readTrimmed } from '../cpus.js';
import { fine, note, unknown } from '../../../model/finding.js';

/** Whether clocks rise above the nominal one; `isOnAt` is the text of the file that means so. */
const switches = [
  { path: '/sys/devices/system/cpu/intel_pstate/no_turbo', isOnAt: '0' },
  { path: '/sys/devices/system/cpu/cpufreq/boost', isOnAt: '1' },
] as const;

/** Clocks that depend on the temperature and on how many cores work. */
export const turboCheck: Check = {
  title: 'turbo',
  examine: ({ host }) => {
    const found = switches.flatMap(({ path, isOnAt }) => {
      const text = readTrimmed(host, path);
      return text === null ? [] : [{ path, isOnAt, isOn: text === isOnAt }];
    })[0];
    if (found === undefined) return unknown('The system does not show whether it is on.');
    if (!found.isOn) return fine('off');
    return note({
      what: 'Turbo is on.',
      why: 'The clock depends on temperature and on how many cores work, so a long run can slow down as it warms up.',
      remedy: `For steady rather than fast figures: echo ${found.isOnAt === '0' ? '1' : '0'} | sudo tee ${found.path}`,
    });
  },
  matters: ({ isInCache }) => isInCache,
};
