import { readTrimmed, type Host } from '../../host.js';
import type { Check } from '../check.js';
import { fine, unknown, warning } from '../check-result.js';

const folder = '/sys/class/power_supply';

/** Where the power comes from. */
export const batteryCheck: Check = {
  title: 'power supply',
  examine: ({ host }) => {
    const isOnBattery = readIsOnBattery(host);
    if (isOnBattery === null) {
      return host.platform === 'linux'
        ? fine('no battery')
        : unknown('The system does not report its power supply.');
    }
    if (!isOnBattery) return fine('mains');
    return warning({
      what: 'The computer runs on battery.',
      why: 'Clocks of CPU and memory are lower on battery, the more so the emptier it is.',
      remedy: 'Plug it in.',
    });
  },
  matters: () => true,
};

/** Null where there is no battery or the system does not report it. */
function readIsOnBattery(host: Host): boolean | null {
  if (host.platform === 'darwin') {
    const source = /drawing from '(.+)'/.exec(host.powerSettings ?? '')?.[1];
    return source === undefined ? null : source === 'Battery Power';
  }
  const supplies = host.listNames(folder).map((name) => ({
    type: readTrimmed(host, `${folder}/${name}/type`),
    scope: readTrimmed(host, `${folder}/${name}/scope`),
    status: readTrimmed(host, `${folder}/${name}/status`),
  }));
  // Batteries of mice and the like have the scope `Device` (Linux, sysfs-class-power).
  const batteries = supplies.filter(({ type, scope }) => type === 'Battery' && scope !== 'Device');
  if (batteries.length === 0) return null;
  return batteries.some(({ status }) => status === 'Discharging');
}
