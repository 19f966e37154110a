import { readTrimmed } from '../../host.js';
import type { Check, CheckContext } from '../check.js';
import { readOfEachCpu } from '../cpus.js';
import { fine, note, unknown, warning, type Verdict } from '../check-result.js';

/** GUIDs of Windows' own power plans: names are translated, these are not (Microsoft, powercfg). */
const windowsPlans: Readonly<Record<string, string>> = {
  '381b4222-f694-41f0-9685-ff5bb260df2e': 'balanced',
  '8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c': 'high performance',
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
  const governors = [...new Set(readOfEachCpu(host, 'cpufreq/scaling_governor'))];
  const profile = readTrimmed(host, '/sys/firmware/acpi/platform_profile');
  if (profile === 'low-power' || profile === 'quiet') {
    return warning({
      what: `The platform profile is ${profile}.`,
      why: 'The firmware limits the power of CPU and memory, which lowers the figures.',
      remedy: 'Choose another: powerprofilesctl set performance',
    });
  }
  if (governors.length === 0) {
    return unknown('The system reports no governor; in a virtual machine the host has it.');
  }
  if (governors.every((governor) => governor === 'performance')) return fine('performance');
  const names = governors.join(', ');
  const driver = readOfEachCpu(host, 'cpufreq/scaling_driver')[0] ?? '';
  if (governors.includes('powersave') && !selfClockingDrivers.includes(driver)) {
    return warning({
      what: `The governor is ${names}.`,
      why: 'It keeps the clock at its lowest, so kernels wait for arithmetic instead of memory.',
      remedy: linuxRemedy,
    });
  }
  const preference = readOfEachCpu(host, 'cpufreq/energy_performance_preference')[0];
  if (preference === 'performance') return fine(`${names} with the preference performance`);
  if (preference === 'power') {
    return warning({
      what: `The governor is ${names} with the energy preference power.`,
      why: 'The CPU raises its clock late and little.',
      remedy: linuxRemedy,
    });
  }
  const detail = preference === undefined ? '' : ` with the energy preference ${preference}`;
  return note({ what: `The governor is ${names}${detail}.`, why: rampWhy, remedy: linuxRemedy });
}

function examineWindowsPlan({ host }: CheckContext): Verdict {
  const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(host.powerSettings ?? '')?.[0];
  const plan = windowsPlans[guid?.toLowerCase() ?? ''];
  if (plan === undefined) return unknown('The power plan is none of those that come with Windows.');
  if (plan === 'high performance') return fine(`power plan ${plan}`);
  const texts = {
    what: `The power plan is ${plan}.`,
    why: rampWhy,
    remedy: 'Choose another for the run: powercfg /setactive SCHEME_MIN',
  };
  return plan === 'power saver' ? warning(texts) : note(texts);
}
