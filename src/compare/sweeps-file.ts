import { messageOf } from '../errors.js';
import { axisKey, sweepAxes } from '../model/axes.js';
import { printable } from '../printable.js';
import { readParquetColumns } from '../storage/parquet-file.js';
import { ResultFileError } from '../storage/result-file-error.js';
import type { ComparedRun, ReducedSweep, RunHead, SweepLayout } from './compared-run.js';
import { reductionVersion } from './reduced-store.js';
import { readHead, readLayout, readSweep, StoredRunError } from './stored-run.js';
import { comparedColumns, sweepsTableId } from './sweep-texts.js';

const longestProblem = 200;

/** What was read of a run so far, its sweeps by their axes. */
interface OpenRun {
  readonly head: RunHead;
  readonly sweeps: Map<string, ReducedSweep>;
}

/**
 * The runs of a table of sweeps in parquet. The rows of a run need not be neighbours, and count once when they are
 * there twice: engines merge and sort tables.
 * @throws ResultFileError as `readParquetColumns`, and for a table with a row that no export wrote.
 */
export async function readSweepsFile(path: string): Promise<readonly ComparedRun[]> {
  const reader = new RowReader(path);
  let row = 0;
  for await (const columns of readParquetColumns(path, sweepsTableId, comparedColumns)) {
    for (const index of columns[0]!.keys()) {
      row += 1;
      try {
        reader.add(columns.map((values) => values[index]));
      } catch (error) {
        if (!(error instanceof StoredRunError)) throw error;
        const problem = printable(error.message, longestProblem);
        throw new ResultFileError(path, `has a row ${row} that no export wrote: ${problem}`);
      }
    }
  }
  return reader.runs();
}

class RowReader {
  /** By the text of their heads. */
  private readonly open = new Map<string, OpenRun>();
  private readonly layouts = new Map<string, SweepLayout>();

  constructor(private readonly path: string) {}

  /** @param row one value for each of `comparedColumns`. */
  add(row: readonly unknown[]): void {
    if (!row.every((value) => typeof value === 'string')) {
      throw new StoredRunError(`${comparedColumns.join(', ')} hold no texts`);
    }
    const [head, facts, layout, numbers] = row;
    let run = this.open.get(head!);
    if (run === undefined) {
      run = { head: this.headOf(parseObject(head!)), sweeps: new Map() };
      this.open.set(head!, run);
    }
    let known = this.layouts.get(layout!);
    if (known === undefined) {
      known = readLayout(parseObject(layout!));
      this.layouts.set(layout!, known);
    }
    const sweep = readSweep(parseObject(facts!), known, numbers!);
    run.sweeps.set(axisKey(sweep, sweepAxes), sweep);
  }

  runs(): readonly ComparedRun[] {
    return [...this.open.values()].map(({ head, sweeps }) => {
      const file = { path: this.path, isFromTable: true };
      // Not a spread: see "Object.assign" in CONTRIBUTING.
      return Object.assign(file, head, { sweeps: [...sweeps.values()] });
    });
  }

  private headOf(json: object): RunHead {
    const { reductionVersion: version, ...head } = json as { reductionVersion?: unknown };
    if (version === reductionVersion) return readHead(head);
    throw new ResultFileError(
      this.path,
      'was exported by another version of softmax-bench; export it again from its results',
    );
  }
}

function parseObject(text: string): object {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new StoredRunError(`is not JSON (${messageOf(error)})`);
  }
  if (typeof json !== 'object' || json === null) throw new StoredRunError('holds no object');
  return json;
}
