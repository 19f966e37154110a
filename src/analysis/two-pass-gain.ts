import { algorithmOf } from '../softmax/algorithms.js';
import { trafficOf, type Traffic } from '../softmax/traffic.js';
import type { MeasuredByAlgorithm } from './algorithm-summary.js';
import { pairedRatio, type PairedRatio } from './paired-ratio.js';
import { median } from './statistics.js';
import { threePassIds } from './three-pass.js';

/** How two-pass does against the better of the two three-pass algorithms at one size. */
export interface TwoPassGain {
  /** The three-pass algorithm with the smaller median. */
  readonly threePass: string;
  /** Its time over that of two-pass: 1.28 is what the paper calls 28 %. */
  readonly speedup: PairedRatio;
  /** What the speed-up would be if time were proportional to the bytes of the passes (paper, section 3). */
  readonly speedupByPassBytes: number;
  /** The same with the lines counted that ordinary stores allocate. */
  readonly speedupByBusBytes: number | null;
}

/** Null when two-pass or both three-pass algorithms are missing, or no round holds both. */
export function twoPassGain(measured: MeasuredByAlgorithm): TwoPassGain | null {
  const twoPass = measured.get('two-pass');
  const threePass = threePassIds
    .flatMap((id) => measured.get(id) ?? [])
    .sort((a, b) => median(a.durationsNs) - median(b.durationsNs))
    .at(0);
  if (twoPass === undefined || threePass === undefined) return null;
  const speedup = pairedRatio(threePass, twoPass);
  if (speedup === null) return null;
  const threePassTraffic = trafficOfOne(threePass.cell.algorithm);
  const twoPassTraffic = trafficOfOne('two-pass');
  return {
    threePass: threePass.cell.algorithm,
    speedup,
    speedupByPassBytes: threePassTraffic.passBytes / twoPassTraffic.passBytes,
    speedupByBusBytes:
      threePassTraffic.busBytes === null || twoPassTraffic.busBytes === null
        ? null
        : threePassTraffic.busBytes / twoPassTraffic.busBytes,
  };
}

/** Traffic is proportional to the element count, so ratios need only that of one element. */
function trafficOfOne(algorithmId: string): Traffic {
  return trafficOf(algorithmOf(algorithmId), 1);
}
