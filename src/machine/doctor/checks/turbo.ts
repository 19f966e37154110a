import { readTrimmed } from '../../host.js';
import type { Check } from '../check.js';
import { readOfUsableCpus } from '../cpus.js';
import { fine, note, unknown } from '../check-result.js';

/** Files that say whether clocks rise above the nominal one; `isOnAt` is the text for yes. */
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
    if (found === undefined) return unknown('The system does not report whether turbo is on.');
    const ofCpus = readOfUsableCpus(host, 'cpufreq/boost');
    const isOffOfEach = ofCpus.length > 0 && ofCpus.every((text) => text === '0');
    if (!found.isOn || isOffOfEach) return fine('off');
    return note({
      what: 'Turbo is on.',
      why: 'The clock depends on temperature and on the number of busy cores, so a long run may slow down as it warms up.',
      remedy: `Disable it for steadier, lower figures: echo ${found.isOnAt === '0' ? '1' : '0'} | sudo tee ${found.path}`,
    });
  },
  matters: ({ staysInCache }) => staysInCache,
};
