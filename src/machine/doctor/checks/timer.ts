import { formatDuration } from '../../../units.js';
import type { ClockInfo } from '../../../model/session.js';
import { readTrimmed } from '../../host.js';
import type { Check } from '../check.js';
import { fine, unknown, warning } from '../check-result.js';

/** Samples last at least 200 us, and 200 times as long as a clock takes to read. */
const tolerableOverheadNs = 250;

const clockSourcePath = '/sys/devices/system/clocksource/clocksource0/current_clocksource';

/** Sources that are read through a device: a microsecond or more a read. */
const slowSources = ['hpet', 'acpi_pm', 'jiffies', 'refined-jiffies'];

/** The clock that times are read from. */
export const timerCheck: Check = {
  title: 'timer',
  examine: ({ host, clocks }) => {
    if (clocks.length === 0) return unknown('No backend has a clock.');
    const texts = clocks.map(clockText).join('; ');
    const source = readTrimmed(host, clockSourcePath);
    const systemText = source === null ? '' : `; system clock source ${source}`;
    // The clock of an engine is always slow, which is no finding while another clock is quick.
    const isSlow = clocks.every(({ overheadNs }) => overheadNs > tolerableOverheadNs);
    if (!isSlow && !slowSources.includes(source ?? '')) return fine(`${texts}${systemText}`);
    return warning({
      what: `The clock is slow to read: ${texts}${systemText}.`,
      why: 'Calls are batched until the clock costs little, so single short calls are not seen.',
      remedy:
        'If the time-stamp counter is steady, let the system use it: echo tsc | sudo tee ' +
        clockSourcePath,
    });
  },
  matters: ({ staysInCache }) => staysInCache,
};

function clockText({ source, frequencyHz, overheadNs }: ClockInfo): string {
  return `${source} in steps of ${formatDuration(1e9 / frequencyHz)}, read in ${formatDuration(overheadNs)}`;
}
