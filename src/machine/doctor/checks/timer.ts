import { formatDuration } from '../../../units.js';
import type { ClockInfo } from '../../../model/session.js';
import { readTrimmed, type Host } from '../../host.js';
import type { Check } from '../check.js';
import { fine, unknown, warning } from '../check-result.js';
import { nativeRemedy } from './targets.js';

/** Samples last at least 200 us, and 200 times as long as a clock takes to read. */
const tolerableOverheadNs = 250;

const clockSourceFolder = '/sys/devices/system/clocksource/clocksource0';

/** Sources that are read through a device: a microsecond or more a read. */
const slowSources = ['hpet', 'acpi_pm', 'jiffies', 'refined-jiffies'];

/** The clock that times are read from. */
export const timerCheck: Check = {
  title: 'timer',
  examine: ({ host, clocks }) => {
    if (clocks.length === 0) return unknown('No backend has a clock.');
    const texts = clocks.map(clockText).join('; ');
    const source = readTrimmed(host, `${clockSourceFolder}/current_clocksource`);
    const systemText = source === null ? '' : `; system clock source ${source}`;
    // The clock of an engine is always slow, which is no finding while another clock is quick.
    const isSlow = clocks.every(({ overheadNs }) => overheadNs > tolerableOverheadNs);
    const isSlowSource = slowSources.includes(source ?? '');
    if (!isSlow && !isSlowSource) return fine(`${texts}${systemText}`);
    return warning({
      what: `The clock is slow to read: ${texts}${systemText}.`,
      why: 'Calls are batched until the clock costs little, so single short calls are not seen.',
      remedy: isSlowSource ? sourceRemedy(host) : clockRemedy(clocks),
    });
  },
  matters: ({ staysInCache }) => staysInCache,
};

/** The kernel offers the time-stamp counter unless it found it unsteady or cannot tell. */
function sourceRemedy(host: Host): string {
  const available = readTrimmed(host, `${clockSourceFolder}/available_clocksource`);
  return available === null || available.split(/\s+/).includes('tsc')
    ? `Let the system use the time-stamp counter: echo tsc | sudo tee ${clockSourceFolder}/current_clocksource`
    : 'The kernel does not trust the time-stamp counter, so it is not used here either; dmesg tells why. ' +
        'Update the firmware, or use another machine.';
}

/** Clocks that are read from JavaScript. */
const engineSources = ['performance.now', 'hrtime'];

function clockRemedy(clocks: readonly ClockInfo[]): string {
  return clocks.every(({ source }) => engineSources.includes(source))
    ? nativeRemedy
    : 'Run on a machine whose clock is read without a system call.';
}

function clockText({ source, frequencyHz, overheadNs }: ClockInfo): string {
  return `${source} in steps of ${formatDuration(1e9 / frequencyHz)}, read in ${formatDuration(overheadNs)}`;
}
