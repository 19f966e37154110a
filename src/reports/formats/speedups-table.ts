import { everySpeedup } from '../../analysis/analyze.js';
import type { Speedup } from '../../analysis/study/study-schema.js';
import { cellColumns, type CellSource } from './cell-columns.js';
import { ratioValue } from './digits.js';
import { defineTable } from './table.js';

/**
 * One row for each speed-up that a study takes: how many times faster the implementation is than `over`, a rival of
 * the study, at one point. Paired within rounds, which times of the summary cannot give.
 */
export const speedupsTable = defineTable<CellSource<Speedup>>(
  'speedups',
  {
    ...cellColumns,
    isTransition: ({ cell }) => cell.isTransition,
    isOutOfCache: ({ cell }) => cell.isOutOfCache,
    over: ({ cell }) => cell.over,
    roundCount: ({ cell }) => cell.roundCount,
    ratio: ({ cell }) => ratioValue(cell.ratio),
    ratioLow: ({ cell }) => ratioValue(cell.interval?.low ?? null),
    ratioHigh: ({ cell }) => ratioValue(cell.interval?.high ?? null),
    classification: ({ cell }) => cell.classification,
    aaNoiseRatio: ({ cell }) => ratioValue(cell.floorRatio),
    predictedByPassBytes: ({ cell }) => ratioValue(cell.predictedByPassBytes),
    predictedByBusBytes: ({ cell }) => ratioValue(cell.predictedByBusBytes),
    predictedBySkeletons: ({ cell }) => ratioValue(cell.predictedBySkeletons),
  },
  (result) => everySpeedup(result.document).map((cell) => ({ ...result, cell })),
);
