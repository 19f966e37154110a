import { median } from '../statistics/median.js';
import { formatRatio } from '../units.js';
import type { Concern, RegionComparison } from './comparison.js';
import { hardwareKey, type MachineRuns } from './machines.js';

/** So many of the rows that differ must do so in one direction. */
const oneSidedShare = 0.9;

/** Of fewer rows nothing can be seen that all share. */
const fewestRows = 6;

/**
 * That one of two runs on CPUs of one model found the machine in another state: half of all rows and more differ, and
 * nearly all of those in one direction, in caches as in memory. Kernels or memory alone change no such thing; a neighbour on
 * the host of a virtual machine, or a lower clock, does.
 */
export function stateConcern(
  machine: MachineRuns,
  baseline: MachineRuns,
  rows: readonly RegionComparison[],
): readonly Concern[] {
  const [key, baseKey] = [machine, baseline].map(({ runs }) => hardwareKey(runs[0]!));
  if (key !== baseKey) return [];
  const [faster, slower] = (['faster', 'slower'] as const).map((wanted) =>
    rows.filter(({ verdict }) => verdict === wanted),
  );
  const differentCount = faster!.length + slower!.length;
  const isSlower = slower!.length > faster!.length;
  const oneSided = isSlower ? slower! : faster!;
  const isEverywhere = ['L1', 'L2', 'LLC'].some((level) =>
    oneSided.some(({ region }) => region === level),
  );
  const isShared =
    differentCount >= Math.max(fewestRows, rows.length / 2) &&
    oneSided.length >= oneSidedShare * differentCount;
  if (!isShared || !isEverywhere) return [];
  const ratio = median(oneSided.map((row) => row.ratio));
  const factor = formatRatio(isSlower ? 1 / ratio : ratio);
  const explanation = `${oneSided.length} of ${rows.length} rows are ${isSlower ? 'slower' : 'faster'}, by ${factor} in the middle, in cache as in memory: on one CPU that is the state of the machine (its clock, a neighbour of the virtual machine), not of an implementation. Measure the slower one again.`;
  return [{ aspect: 'state of the machine', severity: 'warning', explanation }];
}
