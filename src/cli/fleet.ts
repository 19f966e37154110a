import { SoftmaxBenchError } from '../errors.js';
import { containerfile } from './fleet/containerfile.js';
import { kubernetesJob } from './fleet/kubernetes.js';
import { slurmScript, type FleetJob } from './fleet/slurm.js';
import { packageInfo } from '../package-root.js';
import type { Io } from './io.js';
import { oneOf } from './one-of.js';
import { parseDuration } from './parse-duration.js';
import { parseNumber } from './parse-number.js';

/** What `fleet` prints. */
export const fleetKinds = ['slurm', 'kubernetes', 'containerfile'] as const;

/** The flags as commander gives them; those with a default are always there. */
export interface FleetFlags {
  readonly nodes: string;
  readonly time: string;
  readonly folder: string;
  readonly flags: string;
  readonly image?: string;
  readonly cpus: string;
  readonly memory: string;
}

/** Nodes of one job array; Slurm's own limit (MaxArraySize) is 1001 unless it is raised. */
const mostNodes = 100_000;

/**
 * Prints a job for a scheduler, to read, edit and submit. Nothing is written or submitted.
 * @throws SoftmaxBenchError for a value that no job can have.
 */
export function fleetCommand(
  kind: string,
  flags: FleetFlags,
  { stdout }: Pick<Io, 'stdout'>,
): void {
  switch (oneOf('fleet', kind, fleetKinds)) {
    case 'slurm':
      stdout(slurmScript(jobOf(flags)));
      return;
    case 'kubernetes':
      stdout(kubernetesText(flags));
      return;
    case 'containerfile':
      stdout(containerfile(packageInfo().version));
  }
}

function kubernetesText(flags: FleetFlags): string {
  const { name, version } = packageInfo();
  return kubernetesJob({
    ...jobOf(flags),
    image: plainText('--image', flags.image ?? `${name}:${version}`, /^[\w./:@-]+$/),
    cpuCount: wholeNumber('--cpus', flags.cpus, 4096),
    memoryGibi: wholeNumber('--memory', flags.memory.replace(/ ?Gi$/, ''), 65_536),
  });
}

function jobOf({ nodes, time, folder, flags }: FleetFlags): FleetJob {
  return {
    nodeCount: wholeNumber('--nodes', nodes, mostNodes),
    timeLimitSeconds: parseDuration('--time', time),
    // It stands in a script: nothing that a shell would read.
    folder: plainText('--folder', folder, /^[\w./-]+$/),
    runFlags: plainText('--flags', flags, /^[\w ./:,=%+-]*$/),
  };
}

function wholeNumber(flag: string, text: string, most: number): number {
  const value = parseNumber(flag, text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new SoftmaxBenchError(`${flag}: expected a whole number from 1 to ${most}, got "${text}"`);
}

function plainText(flag: string, text: string, pattern: RegExp): string {
  if (pattern.test(text)) return text;
  throw new SoftmaxBenchError(
    `${flag}: expected letters, digits and plain punctuation, as it stands in a script; got "${text}"`,
  );
}
