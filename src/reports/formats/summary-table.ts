import { cellColumns, gigabytesPerSecond, type CellSource } from './cell-columns.js';
import { ratioValue, timeValue } from './digits.js';
import { defineTable } from './table.js';

/** One row a measured cell. */
export const summaryTable = defineTable<CellSource>(
  'summary',
  {
    ...cellColumns,
    isTransition: ({ cell }) => cell.isTransition,
    isOutOfCache: ({ cell }) => cell.isOutOfCache,
    sampleCount: ({ cell }) => cell.sampleCount,
    medianNs: ({ cell }) => timeValue(cell.medianNs),
    madNs: ({ cell }) => timeValue(cell.madNs),
    ci95LowNs: ({ cell }) => timeValue(cell.ci95Ns?.low ?? null),
    ci95HighNs: ({ cell }) => timeValue(cell.ci95Ns?.high ?? null),
    nsPerElement: ({ cell }) => timeValue(cell.nsPerElement),
    usefulGbPerS: ({ cell }) => gigabytesPerSecond(cell.usefulBytesPerSecond),
    passGbPerS: ({ cell }) => gigabytesPerSecond(cell.passBytesPerSecond),
    busGbPerS: ({ cell }) => gigabytesPerSecond(cell.busBytesPerSecond),
    memcpyFraction: ({ cell }) => ratioValue(cell.memcpyFraction?.ratio ?? null),
    predictedByPassBytesNs: ({ cell }) => timeValue(cell.predictedByPassBytesNs),
    predictedByBusBytesNs: ({ cell }) => timeValue(cell.predictedByBusBytesNs),
    floorNs: ({ cell }) => timeValue(cell.floorNs),
    skeletonNs: ({ cell }) => timeValue(cell.skeletonNs),
    overPassPrediction: ({ cell }) => ratioValue(cell.overPassPrediction?.ratio ?? null),
    overBusPrediction: ({ cell }) => ratioValue(cell.overBusPrediction?.ratio ?? null),
    floorFraction: ({ cell }) => ratioValue(cell.floorFraction?.ratio ?? null),
    floorFractionLow: ({ cell }) => ratioValue(cell.floorFraction?.interval.low ?? null),
    floorFractionHigh: ({ cell }) => ratioValue(cell.floorFraction?.interval.high ?? null),
    skeletonFraction: ({ cell }) => ratioValue(cell.skeletonFraction?.ratio ?? null),
    skeletonFractionLow: ({ cell }) => ratioValue(cell.skeletonFraction?.interval.low ?? null),
    skeletonFractionHigh: ({ cell }) => ratioValue(cell.skeletonFraction?.interval.high ?? null),
    verdict: ({ cell }) => cell.verdict,
    threadSpread: ({ cell }) => ratioValue(cell.threadSpread),
    flags: ({ cell }) => cell.flags.join(' '),
  },
  (result) => result.analysis.cells.map((cell) => ({ ...result, cell })),
);
