import { readTrimmed, type Host } from '../../host.js';
import type { Check, CheckContext } from '../check.js';
import { usableCpuNumbers } from '../cpus.js';
import { fine, note, unknown, warning, type Verdict } from '../check-result.js';

/** GUIDs of Windows' own power plans: names are translated, these are not (Microsoft, powercfg). */
const windowsPlans: Readonly<Record<string, string>> = {
  '381b4222-f694-41f0-9685-ff5bb260df2e': 'balanced',
  '8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c': 'high performance',
  'e9a42b02-d5df-448d-aa00-03f14749eb61': 'ultimate performance',
  'a1841308-3541-4fab-bc81-f71556f20b4a': 'power saver',
};

/** Under these drivers the CPU chooses its clock by itself; the governor `powersave` is the usual one. */
const selfClockingDrivers = ['intel_pstate', 'amd-pstate-epp'];

const rampWhy =
  'The clock follows the load, so the first samples after a pause are slower, in cache above all.';
const linuxRemedy = 'Set it for the run: sudo cpupower frequency-set -g performance';

/** What chooses the clock. */
export const governorCheck: Check = {
  title: 'clock governor',
  examine: (context) => {
    const { platform } = context.host;
    if (platform === 'win32') return examineWindowsPlan(context);
    if (platform === 'darwin') return fine('macOS chooses the clock and has no setting for it');
    return examineLinux(context);
  },
  matters: ({ staysInCache }) => staysInCache,
};

function examineLinux({ host }: CheckContext): Verdict {
  const profile = readTrimmed(host, '/sys/firmware/acpi/platform_profile');
  if (profile === 'low-power' || profile === 'quiet') {
    return warning({
      what: `The platform profile is ${profile}.`,
      why: 'The firmware limits the power of CPU and memory, which lowers the figures.',
      remedy: 'Choose another: powerprofilesctl set performance',
    });
  }
  const policies = usableCpuNumbers(host).flatMap((cpu) => policyOf(host, cpu) ?? []);
  if (policies.length === 0) {
    return unknown('The system reports no governor; in a virtual machine the host has it.');
  }
  const texts = [...new Set(policies.map(({ text }) => text))].join(', ');
  const isAny = (effect: ClockPolicy['effect']) =>
    policies.some((policy) => policy.effect === effect);
  if (isAny('lowest')) {
    return warning({
      what: `The governor is ${texts}.`,
      why: 'It keeps the clock at its lowest, so kernels wait for arithmetic instead of memory.',
      remedy: linuxRemedy,
    });
  }
  if (isAny('late')) {
    return warning({
      what: `The governor is ${texts}.`,
      why: 'The CPU raises its clock late and little.',
      remedy: linuxRemedy,
    });
  }
  if (!isAny('follows load')) return fine(texts);
  return note({ what: `The governor is ${texts}.`, why: rampWhy, remedy: linuxRemedy });
}

/** What chooses the clock of one CPU. */
interface ClockPolicy {
  readonly text: string;
  readonly effect: 'highest' | 'follows load' | 'late' | 'lowest';
}

/** Null where the system does not say. */
function policyOf(host: Host, cpu: number): ClockPolicy | null {
  const read = (name: string) =>
    readTrimmed(host, `/sys/devices/system/cpu/cpu${cpu}/cpufreq/${name}`);
  const governor = read('scaling_governor');
  if (governor === null) return null;
  if (governor === 'performance') return { text: governor, effect: 'highest' };
  if (governor === 'powersave' && !selfClockingDrivers.includes(read('scaling_driver') ?? '')) {
    return { text: governor, effect: 'lowest' };
  }
  const preference = read('energy_performance_preference');
  const text =
    preference === null ? governor : `${governor} with the energy preference ${preference}`;
  if (preference === 'performance') return { text, effect: 'highest' };
  return { text, effect: preference === 'power' ? 'late' : 'follows load' };
}

function examineWindowsPlan({ host }: CheckContext): Verdict {
  const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(host.powerSettings ?? '')?.[0];
  const plan = windowsPlans[guid?.toLowerCase() ?? ''];
  if (plan === undefined) return unknown('The power plan is none of those that come with Windows.');
  if (plan.endsWith('performance')) return fine(`power plan ${plan}`);
  const texts = {
    what: `The power plan is ${plan}.`,
    why: rampWhy,
    remedy: 'Choose another for the run: powercfg /setactive SCHEME_MIN',
  };
  return plan === 'power saver' ? warning(texts) : note(texts);
}
