import { everyExternal, type ExternalAt } from '../../analysis/external/every-external.js';
import { cellColumns, type CellSource } from './cell-columns.js';
import { ratioValue } from './digits.js';
import { defineTable } from './table.js';

/**
 * One row for each library or kernel of the user at one point, and each implementation of this tool there: how many
 * times faster that is, paired within rounds.
 */
export const externalsTable = defineTable<CellSource<ExternalAt>>(
  'externals',
  {
    ...cellColumns,
    isOutOfCache: ({ cell }) => cell.isOutOfCache,
    kind: ({ cell }) => cell.kind,
    title: ({ cell }) => cell.title,
    version: ({ cell }) => cell.version,
    memory: ({ cell }) => cell.memory,
    medianNs: ({ cell }) => ratioValue(cell.medianNs),
    nsPerElement: ({ cell }) => ratioValue(cell.nsPerElement),
    floorNsPerElement: ({ cell }) => ratioValue(cell.floorNsPerElement),
    maxRelativeError: ({ cell }) => ratioValue(cell.verification.maxRelativeError),
    sumError: ({ cell }) => ratioValue(cell.verification.sumError),
    declaredPassStreams: ({ cell }) => cell.declaredPassStreams,
    declaredBusStreams: ({ cell }) => cell.declaredBusStreams,
    impliedBusStreams: ({ cell }) => ratioValue(cell.impliedBusStreams),
    against: ({ cell }) => cell.gain.implementation,
    againstTarget: ({ cell }) => cell.gain.target,
    roundCount: ({ cell }) => cell.gain.roundCount,
    ratio: ({ cell }) => ratioValue(cell.gain.ratio),
    ratioLow: ({ cell }) => ratioValue(cell.gain.interval?.low ?? null),
    ratioHigh: ({ cell }) => ratioValue(cell.gain.interval?.high ?? null),
    classification: ({ cell }) => cell.gain.classification,
  },
  (result) => everyExternal(result.document).map((cell) => ({ ...result, cell })),
);
