import type { ReadText } from './host.js';
import type { NoiseRecord } from '../model/noise.js';

/** Reads what the machine's sensors say now; null where there are none (in most virtual machines). */
export type ReadSensors = () => Pick<NoiseRecord, 'frequencyHz' | 'temperatureCelsius'>;

const system = '/sys/class';
const probedCount = 16;

/** Thermal zones and hardware monitors that sit in a CPU package, by the names of their Linux drivers. */
const packageSensor = /^(x86_pkg_temp|cpu.*|coretemp|k10temp|zenpower)$/;

/**
 * Looks for the sensors of Linux once, so that a reading costs no more than two small files.
 * @param readText from the process whose CPU counts.
 */
export function findSensors(readText: ReadText): ReadSensors {
  const temperaturePath = findTemperature(readText);
  const hasFrequency = readText(frequencyPath('0')) !== null;
  return () => {
    const cpu = hasFrequency ? currentCpu(readText('/proc/self/stat')) : null;
    return {
      frequencyHz: cpu === null ? null : scaled(readText(frequencyPath(cpu)), 1000),
      temperatureCelsius:
        temperaturePath === null ? null : scaled(readText(temperaturePath), 0.001),
    };
  };
}

function findTemperature(readText: ReadText): string | null {
  for (let index = 0; index < probedCount; index += 1) {
    const zone = `${system}/thermal/thermal_zone${index}`;
    if (packageSensor.test(readText(`${zone}/type`)?.trim() ?? '')) return `${zone}/temp`;
    const monitor = `${system}/hwmon/hwmon${index}`;
    if (packageSensor.test(readText(`${monitor}/name`)?.trim() ?? '')) {
      return `${monitor}/temp1_input`;
    }
  }
  return null;
}

/** In kHz. */
function frequencyPath(cpu: string): string {
  return `/sys/devices/system/cpu/cpu${cpu}/cpufreq/scaling_cur_freq`;
}

/** The CPU that a process last ran on: the 39th field (proc(5)), counted behind the name in brackets. */
function currentCpu(stat: string | null): string | null {
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields?.[36] ?? null;
}

function scaled(text: string | null, factor: number): number | null {
  const trimmed = text?.trim() ?? '';
  const value = Number(trimmed);
  return trimmed !== '' && Number.isFinite(value) ? value * factor : null;
}
