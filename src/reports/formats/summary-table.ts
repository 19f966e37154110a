import { cellColumns, gigabytesPerSecond, type CellSource } from './cell-columns.js';
import { defineTable } from './table.js';

/** One row a measured cell. */
export const summaryTable = defineTable<CellSource>(
  'summary',
  {
    ...cellColumns,
    isTransition: ({ cell }) => cell.isTransition,
    isOutOfCache: ({ cell }) => cell.isOutOfCache,
    sampleCount: ({ cell }) => cell.sampleCount,
    medianNs: ({ cell }) => cell.medianNs,
    madNs: ({ cell }) => cell.madNs,
    ci95LowNs: ({ cell }) => cell.ci95Ns?.low ?? null,
    ci95HighNs: ({ cell }) => cell.ci95Ns?.high ?? null,
    nsPerElement: ({ cell }) => cell.nsPerElement,
    usefulGbPerS: ({ cell }) => gigabytesPerSecond(cell.usefulBytesPerSecond),
    passGbPerS: ({ cell }) => gigabytesPerSecond(cell.passBytesPerSecond),
    busGbPerS: ({ cell }) => gigabytesPerSecond(cell.busBytesPerSecond),
    memcpyFraction: ({ cell }) => cell.memcpyFraction?.ratio ?? null,
    predictedByPassBytesNs: ({ cell }) => cell.predictedByPassBytesNs,
    predictedByBusBytesNs: ({ cell }) => cell.predictedByBusBytesNs,
    floorNs: ({ cell }) => cell.floorNs,
    skeletonNs: ({ cell }) => cell.skeletonNs,
    overPassPrediction: ({ cell }) => cell.overPassPrediction?.ratio ?? null,
    overBusPrediction: ({ cell }) => cell.overBusPrediction?.ratio ?? null,
    floorFraction: ({ cell }) => cell.floorFraction?.ratio ?? null,
    floorFractionLow: ({ cell }) => cell.floorFraction?.interval.low ?? null,
    floorFractionHigh: ({ cell }) => cell.floorFraction?.interval.high ?? null,
    skeletonFraction: ({ cell }) => cell.skeletonFraction?.ratio ?? null,
    skeletonFractionLow: ({ cell }) => cell.skeletonFraction?.interval.low ?? null,
    skeletonFractionHigh: ({ cell }) => cell.skeletonFraction?.interval.high ?? null,
    verdict: ({ cell }) => cell.verdict,
    flags: ({ cell }) => cell.flags.join(' '),
  },
  ({ analysis }) => analysis.cells.map((cell) => ({ analysis, cell })),
);
