import { readTrimmed, type Host } from '../../host.js';
import type { Check } from '../check.js';
import { fine, unknown, warning } from '../check-result.js';

const folder = '/sys/class/power_supply';

/** Where the power comes from. */
export const batteryCheck: Check = {
  title: 'power supply',
  examine: ({ host }) => {
    const source = host.platform === 'darwin' ? macSource(host) : linuxSource(host);
    if (source === null) return unknown('The system does not report its power supply.');
    if (source !== 'battery') return fine(source);
    return warning({
      what: 'The computer runs on battery.',
      why: 'Clocks of CPU and memory are lower on battery, the more so the emptier it is.',
      remedy: 'Plug it in.',
    });
  },
  matters: () => true,
};

type PowerSource = 'battery' | 'mains' | 'no battery';

function macSource({ powerSettings }: Host): PowerSource | null {
  const source = /drawing from '(.+)'/.exec(powerSettings ?? '')?.[1];
  if (source === undefined) return null;
  return source === 'Battery Power' ? 'battery' : 'mains';
}

/** Null where supplies are not listed, or a battery does not say what it does. */
function linuxSource(host: Host): PowerSource | null {
  const supplies = host.listNames(folder)?.map((name) => {
    const read = (file: string) => readTrimmed(host, `${folder}/${name}/${file}`);
    return {
      type: read('type'),
      scope: read('scope'),
      status: read('status'),
      online: read('online'),
    };
  });
  if (supplies === undefined) return null;
  // Batteries of mice and the like have the scope `Device` (Linux, sysfs-class-power).
  const batteries = supplies.filter(({ type, scope }) => type === 'Battery' && scope !== 'Device');
  if (batteries.length === 0) return 'no battery';
  // A full battery on mains may say `Discharging`, at a rate of 0.
  if (supplies.some(({ type, online }) => type !== 'Battery' && online === '1')) return 'mains';
  const states = batteries.map(({ status }) => status);
  if (states.includes('Discharging')) return 'battery';
  return states.every((status) => status === null || status === 'Unknown') ? null : 'mains';
}
