import { libraryBudgetSeconds } from '../config/library-budget.js';
import type { Cell } from '../model/cell.js';
import { libraryCells } from '../model/external.js';
import type { CellOutcome } from '../model/outcome.js';
import type { ResultDocument } from '../model/result.js';
import type { BackendSession, Session } from '../model/session.js';
import { formatSignificant } from '../units.js';
import { writeDocument } from '../storage/store.js';
import type { RunStart } from './run-start.js';

/** The document of a run that is under way. */
export class RunDocument {
  private announcedPeakBytes = 0;
  private session: Session | null = null;

  constructor(
    private readonly path: string,
    private readonly start: Pick<RunStart, 'head' | 'skipped' | 'unavailableKernels'>,
  ) {}

  announce(peakBytes: number): void {
    this.announcedPeakBytes = peakBytes;
  }

  open(backends: readonly BackendSession[]): void {
    const { announcedPeakBytes } = this;
    const { unavailableKernels } = this.start;
    this.session = { backends, unavailableKernels, announcedPeakBytes, measuredPeakBytes: null };
  }

  /**
   * Writes and returns what there is so far, unfinished.
   * @throws SoftmaxBenchError when the file system refuses.
   */
  write(outcomes: readonly CellOutcome[]): ResultDocument {
    return this.writeAs(outcomes, null);
  }

  /**
   * Writes and returns the finished document, in which planned cells that were not visited are skipped ones.
   * @throws like `write`.
   */
  finish(outcomes: readonly CellOutcome[], measuredPeakBytes: number | null): ResultDocument {
    if (this.session !== null) this.session = { ...this.session, measuredPeakBytes };
    const { cells, config, externals = [] } = this.start.head.plan;
    const isOfLibrary = libraryCells(externals);
    const reasonOf = (cell: Cell): string =>
      isOfLibrary(cell)
        ? `did not fit the time of libraries, ${formatSignificant(libraryBudgetSeconds(config))} s of the budget: give a longer --budget`
        : `did not fit the budget of ${config.budgetSeconds} s after the headline: give a longer --budget`;
    const visited = new Set(outcomes.map(({ cell }) => cell.id));
    const unvisited = cells
      .filter(({ id }) => !visited.has(id))
      .map((cell): CellOutcome => ({ status: 'skipped', cell, reason: reasonOf(cell) }));
    return this.writeAs([...outcomes, ...unvisited], new Date().toISOString());
  }

  private writeAs(outcomes: readonly CellOutcome[], finishedAtUtc: string | null): ResultDocument {
    const { head, skipped } = this.start;
    const document = {
      ...head,
      finishedAtUtc,
      session: this.session,
      outcomes: [...outcomes, ...skipped],
    };
    writeDocument(this.path, document);
    return document;
  }
}
