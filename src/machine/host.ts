import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';

/** The text of a file, or null when it cannot be read. */
export type ReadText = (path: string) => string | null;

/**
 * Everything that detection asks of the system it runs on, so that tests can stand in for other
 * machines. No host name, no user name.
 */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  readonly nodeVersion: string;
  /** Name and release, such as `Linux 6.8.0`. */
  readonly operatingSystem: string;
  /** One entry a logical CPU, as the system names its model; may be empty or say `unknown`. */
  readonly cpuModels: readonly string[];
  readonly memoryBytes: number;
  readonly freeMemoryBytes: number;
  /** The limit of the control group, or null without one. */
  readonly memoryLimitBytes: number | null;
  readonly readText: ReadText;
  /** The names in a folder, sorted; null when it cannot be read. */
  readonly listNames: (path: string) => readonly string[] | null;
  /** What macOS's `sysctl` prints, a `name: value` line each; null elsewhere. */
  readonly sysctl: string | null;
  /** What macOS's `pmset -g batt` or Windows' `powercfg /getactivescheme` prints; null elsewhere. */
  readonly powerSettings: string | null;
  /** Of this process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The computer that this process runs on. */
export function thisHost(): Host {
  return {
    platform: process.platform,
    architecture: process.arch,
    nodeVersion: process.versions.node,
    operatingSystem: `${os.type()} ${os.release()}`,
    cpuModels: os.cpus().map(({ model }) => model),
    memoryBytes: os.totalmem(),
    freeMemoryBytes: os.freemem(),
    memoryLimitBytes: controlGroupLimitBytes(),
    readText,
    listNames,
    sysctl: process.platform === 'darwin' ? readSysctl() : null,
    powerSettings: readPowerSettings(process.platform),
    environment: process.env,
  };
}

/** Reads a file of this computer as text. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The trimmed text of a file; null when there is none or it is empty. */
export function readTrimmed({ readText }: Pick<Host, 'readText'>, path: string): string | null {
  const text = readText(path)?.trim() ?? '';
  return text === '' ? null : text;
}

/** The value of a name in `Host.sysctl` as a number; null if it is not there or no number. */
export function sysctlNumber(output: string | null, name: string): number | null {
  const prefix = `${name}: `;
  const line = output?.split('\n').find((candidate) => candidate.startsWith(prefix));
  const value = Number(line?.slice(prefix.length) ?? NaN);
  return Number.isFinite(value) ? value : null;
}

function listNames(path: string): readonly string[] | null {
  try {
    return readdirSync(path).sort();
  } catch {
    return null;
  }
}

function controlGroupLimitBytes(): number | null {
  // Without a limit Node says 0 or a number near 2^64, and undefined before 20.13.
  const limit = process.constrainedMemory();
  return limit > 0 && limit <= Number.MAX_SAFE_INTEGER ? limit : null;
}

function readSysctl(): string | null {
  // A name that this version lacks makes sysctl fail after it has printed the others.
  return outputOf('/usr/sbin/sysctl', [
    'hw',
    'vm.swapusage',
    'kern.hv_vmm_present',
    'sysctl.proc_translated',
  ]);
}

function readPowerSettings(platform: NodeJS.Platform): string | null {
  if (platform === 'darwin') return outputOf('/usr/bin/pmset', ['-g', 'batt']);
  if (platform === 'win32') return outputOf('powercfg', ['/getactivescheme']);
  return null;
}

/** What a program prints; null where there is none of that name. */
function outputOf(command: string, flags: readonly string[]): string | null {
  const { error, stdout } = spawnSync(command, flags, { encoding: 'utf8' });
  return error === undefined ? stdout : null;
}
