import type { ReadText } from './host.js';
import type { NoiseRecord } from '../model/noise.js';
import { ownCpu } from './own-cpu.js';

/** Reads what the machine's sensors say now; null where there are none (in most virtual machines). */
export type ReadSensors = () => Pick<NoiseRecord, 'frequencyHz' | 'temperatureCelsius'>;

const system = '/sys/class';
const probedCount = 16;

/** Sensors of more packages are not read. */
const readCount = 4;

/** Thermal zones and hardware monitors that sit in a CPU package, by the names of their Linux drivers. */
const packageSensor = /^(x86_pkg_temp|cpu.*|coretemp|k10temp|zenpower)$/;

/**
 * Looks for the sensors of Linux once, so that a reading costs no more than a few small files.
 * @param readText from the process whose CPU counts.
 */
export function findSensors(readText: ReadText): ReadSensors {
  const temperaturePaths = findTemperatures(readText);
  const cpuAtStart = ownCpu(readText);
  const hasFrequency = cpuAtStart !== null && readText(frequencyPath(cpuAtStart)) !== null;
  return () => {
    const cpu = hasFrequency ? ownCpu(readText) : null;
    const temperatures = temperaturePaths.flatMap((path) => scaled(readText(path), 0.001) ?? []);
    return {
      frequencyHz: cpu === null ? null : scaled(readText(frequencyPath(cpu)), 1000),
      // Which package a sensor sits in is not told.
      temperatureCelsius: temperatures.length === 0 ? null : Math.max(...temperatures),
    };
  };
}

/** Of thermal zones, else of hardware monitors, which often show the same. */
function findTemperatures(readText: ReadText): readonly string[] {
  const folders = (name: string) =>
    Array.from({ length: probedCount }, (_, index) => `${system}/${name}${index}`);
  const isOfPackage = (path: string) => packageSensor.test(readText(path)?.trim() ?? '');
  const zones = folders('thermal/thermal_zone').filter((zone) => isOfPackage(`${zone}/type`));
  if (zones.length > 0) return zones.slice(0, readCount).map((zone) => `${zone}/temp`);
  const monitors = folders('hwmon/hwmon').filter((monitor) => isOfPackage(`${monitor}/name`));
  return monitors.slice(0, readCount).map((monitor) => `${monitor}/temp1_input`);
}

/** In kHz. */
function frequencyPath(cpu: number): string {
  return `/sys/devices/system/cpu/cpu${cpu}/cpufreq/scaling_cur_freq`;
}

function scaled(text: string | null, factor: number): number | null {
  const trimmed = text?.trim() ?? '';
  const value = Number(trimmed);
  return trimmed !== '' && Number.isFinite(value) ? value * factor : null;
}
