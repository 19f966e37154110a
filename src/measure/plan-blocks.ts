import type { Cell } from '../model/cell.js';
import { libraryCells } from '../model/external.js';
import type { RunPlan } from '../model/plan.js';
import { expectedRound, type MachineSpeeds } from '../plan/expected-cost.js';
import { headlineCells, mostThreadsCells } from '../plan/headline.js';
import { blocksOf } from '../plan/order.js';
import { BlockRecord } from './block-record.js';
import type { CellRecord } from './cell-record.js';
import { LibraryRecord } from './library-record.js';
import { targetHalfWidth } from './precision.js';

/** What the blocks of a run are made from. */
interface BlockInput {
  readonly plan: RunPlan;
  readonly lastLevelCacheBytes: number;
  readonly speeds: MachineSpeeds;
}

/** The blocks of a plan by priority, each with its libraries apart. */
export function blockRecordsOf(
  { plan, lastLevelCacheBytes, speeds }: BlockInput,
  recordOf: (cell: Cell) => CellRecord,
): readonly BlockRecord[] {
  const { cells, config, externals = [] } = plan;
  const headline = headlineCells(cells, lastLevelCacheBytes);
  const mostThreads = mostThreadsCells(cells, lastLevelCacheBytes);
  const isOfLibrary = libraryCells(externals);
  return blocksOf(cells, headline, mostThreads).map((block) => {
    const { problem } = block.cells[0]!;
    const target = targetHalfWidth(config, problem, lastLevelCacheBytes);
    const own = block.cells.filter((cell) => !isOfLibrary(cell));
    const partOf = (part: readonly Cell[]) =>
      [part.map(recordOf), expectedRound(part, config, speeds), target] as const;
    // Where nothing else is measured there are no rounds but those of libraries.
    if (own.length === 0) return new BlockRecord(block.part, null, ...partOf(block.cells));
    const ofLibraries = block.cells.filter(isOfLibrary);
    const libraries = ofLibraries.length === 0 ? null : new LibraryRecord(...partOf(ofLibraries));
    return new BlockRecord(block.part, libraries, ...partOf(own));
  });
}
