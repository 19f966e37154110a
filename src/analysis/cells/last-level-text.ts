import type { Machine } from '../../model/machine.js';
import { formatBytes } from '../../units.js';

const givenTexts: Readonly<Record<Machine['lastLevelCacheSource'], string>> = {
  'operating system': 'reported',
  measured: 'reported',
  '--llc': '--llc',
  assumed: 'assumed',
};

/** What a run measured of the last-level cache while it went on. */
export interface MeasuredLastLevel {
  /** Null when nothing was seen. */
  readonly bytes: number | null;
  /** Whether that size is used in place of the one of the plan. */
  readonly isUsed: boolean;
}

/**
 * `LLC: 32 MiB (reported), 15 MiB (measured, used)`: the size that the plan was given, and what was measured.
 * @param inRun without it the machine alone counts: nothing is said of measuring where no probe was made.
 */
export function lastLevelText(machine: Machine, inRun?: MeasuredLastLevel): string {
  const { lastLevelCacheBytes, lastLevelCacheSource, reportedLastLevelCacheBytes } = machine;
  const isProbed = lastLevelCacheSource === 'measured';
  const givenBytes = isProbed ? (reportedLastLevelCacheBytes ?? null) : lastLevelCacheBytes;
  const isMeasuredUsed = isProbed || inRun?.isUsed === true;
  const measuredBytes = isProbed
    ? lastLevelCacheBytes
    : (machine.cacheProbe?.capacity?.capacityBytes ?? inRun?.bytes ?? null);
  if (inRun === undefined && !machine.cacheProbe) {
    return `LLC: ${sizeText(givenBytes, givenTexts[lastLevelCacheSource], false)}`;
  }
  const given = sizeText(givenBytes, givenTexts[lastLevelCacheSource], !isMeasuredUsed);
  return `LLC: ${given}, ${sizeText(measuredBytes, 'measured', isMeasuredUsed)}`;
}

function sizeText(bytes: number | null, origin: string, isUsed: boolean): string {
  if (bytes === null) return `not ${origin}`;
  return `${formatBytes(bytes)} (${origin}${isUsed ? ', used' : ''})`;
}
