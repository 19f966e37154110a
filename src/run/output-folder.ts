import { join } from 'node:path';

/**
 * Where a run writes unless told otherwise: `results/<cpu>-<UTC time>`, relative to the working folder;
 * the time to the second, so that runs sort by it and do not overwrite each other.
 */
export function defaultOutputFolder(cpuModel: string, startedAt: Date): string {
  const time = startedAt
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  return join('results', `${cpuSlug(cpuModel)}-${time}`);
}

/** The model name as a part of a path: `AMD EPYC 9755 128-Core Processor` is `amd-epyc-9755-128-core`. */
export function cpuSlug(cpuModel: string): string {
  const slug = cpuModel
    .toLowerCase()
    .replaceAll(/\((r|tm|c)\)/g, ' ')
    .replace(/@.*$/, ' ')
    .replaceAll(/\b(cpu|processor)\b/g, ' ')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return slug === '' ? 'unknown-cpu' : slug;
}
