import { formatDuration } from '../../../units.js';
import type { ClockInfo } from '../../../backends/backend.js';
import type { Check } from '../check.js';
import { readTrimmed } from '../cpus.js';
import { fine, unknown, warning } from '../../../model/finding.js';

/** Samples last at least 50 us, and 200 times as long as a clock takes to read. */
const tolerableOverheadNs = 250;

const clockSourcePath = '/sys/devices/system/clocksource/clocksource0/current_clocksource';

/** Sources that are read through a device and not the CPU: a microsecond or more a read. */
const slowSources = ['hpet', 'acpi_pm', 'jiffies', 'refined-jiffies'];

/** What times are read from. */
export const timerCheck: Check = {
  title: 'timer',
  examine: ({ host, clocks }) => {
    if (clocks.length === 0) return unknown('No backend has a clock.');
    const texts = clocks.map(clockText).join('; ');
    const source = readTrimmed(host, clockSourcePath);
    const systemText = source === null ? '' : `; the system's clock source is ${source}`;
    // An engine's clock is slow by nature, and no sign of anything beside a quick one.
    const isSlow = clocks.every(({ overheadNs }) => overheadNs > tolerableOverheadNs);
    if (!isSlow && !slowSources.includes(source ?? '')) return fine(`${texts}${systemText}`);
    return warning({
      what: `The clock is slow to read: ${texts}${systemText}.`,
      why: 'Calls are batched until the clock costs little, so what a single short call does is averaged away.',
      remedy:
        'Where the time-stamp counter is steady, let the system use it: echo tsc | sudo tee ' +
        clockSourcePath,
    });
  },
  matters: ({ isInCache }) => isInCache,
};

function clockText({ source, frequencyHz, overheadNs }: ClockInfo): string {
  return `${source} in steps of ${formatDuration(1e9 / frequencyHz)}, read in ${formatDuration(overheadNs)}`;
}
