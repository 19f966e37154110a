import type { Backend } from '../../backends/backend.js';
import type { FoundExternal, OpenExternal } from '../../backends/external/external.js';
import { openExternal } from '../../backends/external/open.js';
import type { Cell } from '../../model/cell.js';
import { formatDuration } from '../../units.js';
import type { CellContext } from './own-cell.js';
import { TimeWatch, type PreparedCell, type TimeCalls } from './prepared-cell.js';
import { sampleCalls } from './sampling.js';
import { callLoopOf } from './timed-request.js';
import { workspaceBeside } from './workspaces.js';

/** The external implementations of a run in the measuring process. */
export class Externals {
  private readonly opened = new Map<string, Promise<OpenExternal>>();

  /** @param backend whose memory they use, as planned. */
  constructor(
    private readonly found: readonly FoundExternal[],
    private readonly backend: Backend,
  ) {}

  /**
   * Opens the libraries beside each other, before the first visit, so that the schedule knows what a process costs:
   * importing one takes seconds. One that does not open is a failure of its cells. Kernels are opened at their first
   * cell, whose failure it is when one crashes.
   */
  async openLibraries(): Promise<void> {
    const libraries = this.found.filter(({ source }) => source.kind === 'library');
    await Promise.allSettled(libraries.map((found) => this.open(found)));
  }

  /**
   * A cell of one of them.
   * @throws SoftmaxBenchError where that does not open, and where it cannot be called so.
   */
  async prepare(context: CellContext, cell: Cell, sampleCount: number): Promise<PreparedCell> {
    const { workspaces, verifier, lastLevelCacheBytes } = context;
    const found = this.found.find(({ external }) => external.id === cell.implementation);
    if (found === undefined)
      throw new Error(`no external implementation is ${cell.implementation}`);
    const { external } = found;
    const { operation, problem, threadCount } = cell;
    const workspace = workspaceBeside(workspaces, this.backend, cell);
    const loop = callLoopOf(cell, lastLevelCacheBytes);
    const open = await this.open(found);
    const prepared = await open.prepare({ operation, problem, threadCount }, workspace, loop);
    const watch = new TimeWatch();
    const watchedTime: TimeCalls = async (batchCount) => {
      const stop = watch.start();
      const durationNs = await prepared.time(batchCount);
      stop();
      return durationNs;
    };
    return {
      backend: this.backend,
      warmUpNs,
      verify: async () => verifier.check(cell, await prepared.execute(), external.tolerance),
      time: (batchCount) => prepared.time(batchCount),
      tooShort: (callNs) =>
        callNs < external.shortestCallNs
          ? `a call of ${external.title} takes less than ${formatDuration(external.shortestCallNs)}: ` +
            'what surrounds it would be a part of the figure'
          : null,
      sample: (batchCount) => sampleCalls(watchedTime, batchCount, sampleCount),
      sampledNs: () => watch.spentNs,
      free: () => prepared.free(),
    };
  }

  /** Ends those that were opened. Resolves to the most memory that processes of their own held, in bytes. */
  async close(): Promise<number> {
    let bytes = 0;
    for (const opening of this.opened.values()) {
      bytes += (await (await opening.catch(() => null))?.close()) ?? 0;
    }
    this.opened.clear();
    return bytes;
  }

  private open(found: FoundExternal): Promise<OpenExternal> {
    const { id } = found.external;
    const opening = this.opened.get(id) ?? openExternal(found.source);
    this.opened.set(id, opening);
    return opening;
  }
}

/** Engines of libraries compile and allocate in their first calls. */
const warmUpNs = 10e6;
