import { median } from '../../src/statistics/median.js';
import { formatElements, formatRatio } from '../../src/units.js';
import { teamOf, warmRequest, type NativeSide } from './native-side.js';

/** Prints the speed-up of one row over one thread, and what a barrier takes. */
export function printStrongScaling(
  native: NativeSide,
  arrayBytes: number,
  roundCount: number,
  threadCount: number,
): void {
  for (const bytes of [2 ** 18, arrayBytes]) {
    const team = teamOf(native, 'strong', threadCount, bytes);
    const alone = native.backend.allocate({ xBytes: bytes, yBytes: bytes, pages: 'default' });
    const together = team.withThreads(threadCount);
    for (const algorithm of ['copy', 'two-pass', 'three-pass-recompute']) {
      const batchCount = Math.max(1, Math.round(2 ** 24 / bytes));
      const request = { ...warmRequest(native, algorithm, bytes), batchCount };
      const ratios = Array.from(
        { length: roundCount },
        () => alone.time(request).durationNs / together.time(request).durationNs,
      );
      console.log(
        `one row of ${formatElements(bytes / 4)} elements, ${algorithm}: ${formatRatio(median(ratios))} faster than one thread`,
      );
    }
    if (bytes === arrayBytes) console.log(`barrier: ${Math.round(team.barrierNs(threadCount))} ns`);
    team.free();
    alone.free();
  }
}
