import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
  /** What macOS's `sysctl` prints, a `name: value` line each; null elsewhere. */
  readonly sysctl: string | null;
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
    sysctl: process.platform === 'darwin' ? readSysctl() : null,
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

function controlGroupLimitBytes(): number | null {
  // Without a limit Node says 0 or a number near 2^64, and undefined before 20.13.
  const limit = process.constrainedMemory();
  return limit > 0 && limit <= Number.MAX_SAFE_INTEGER ? limit : null;
}

function readSysctl(): string {
  // A name that this version lacks makes sysctl fail after it has printed the others.
  return spawnSync('/usr/sbin/sysctl', ['hw', 'kern.hv_vmm_present'], { encoding: 'utf8' }).stdout;
}
