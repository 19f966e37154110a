import { expect, it } from 'vitest';

import { findSensors } from './sensors.js';

it('reads the frequency of the CPU that the process runs on, and the hottest of the package', () => {
  const files: Record<string, string> = {
    '/sys/class/thermal/thermal_zone0/type': 'acpitz\n',
    '/sys/class/thermal/thermal_zone0/temp': '20000\n',
    '/sys/class/thermal/thermal_zone1/type': 'x86_pkg_temp\n',
    '/sys/class/thermal/thermal_zone1/temp': '61500\n',
    '/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq': '800000\n',
    '/sys/devices/system/cpu/cpu3/cpufreq/scaling_cur_freq': '3900000\n',
    '/proc/self/stat': `7 (a) name) R ${'0 '.repeat(35)}3 0 0`,
  };
  expect(findSensors((path) => files[path] ?? null)()).toEqual({
    frequencyHz: 3.9e9,
    temperatureCelsius: 61.5,
  });
});

it('reads the CPU of the process where CPU 0 tells nothing, and the hotter of two packages', () => {
  const files: Record<string, string> = {
    '/sys/class/hwmon/hwmon1/name': 'coretemp\n',
    '/sys/class/hwmon/hwmon1/temp1_input': '48000\n',
    '/sys/class/hwmon/hwmon2/name': 'coretemp\n',
    '/sys/class/hwmon/hwmon2/temp1_input': '71000\n',
    '/sys/devices/system/cpu/cpu5/cpufreq/scaling_cur_freq': '2100000\n',
    '/proc/self/stat': `7 (node) R ${'0 '.repeat(35)}5 0 0`,
  };
  expect(findSensors((path) => files[path] ?? null)()).toEqual({
    frequencyHz: 2.1e9,
    temperatureCelsius: 71,
  });
});

it('knows nothing where there are no sensors', () => {
  expect(findSensors(() => null)()).toEqual({ frequencyHz: null, temperatureCelsius: null });
});
