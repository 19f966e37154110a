import { messageOf } from '../errors.js';
import { sweepAxes } from '../model/axes.js';
import { compiledOnce } from '../model/compiled.js';
import { printable } from '../printable.js';
import { escapeTexts } from '../storage/escape-texts.js';
import { readParquetColumns } from '../storage/parquet-file.js';
import { ResultFileError } from '../storage/result-file-error.js';
import { reducedRunSchema, type ComparedRun, type ReducedSweep } from './compared-run.js';
import { reductionVersion } from './reduced-store.js';
import { comparedColumns, sweepsTableId } from './sweep-texts.js';

const compiledSchema = compiledOnce(reducedRunSchema);

const longestProblem = 200;

/** What was read of a run so far: its first row, and its sweeps by their axes. */
interface OpenRun {
  readonly row: number;
  readonly head: object;
  readonly sweeps: Map<string, unknown>;
}

/**
 * The runs of a table of sweeps in parquet. The rows of a run need not be neighbours, and count once when they are
 * there twice: engines merge and sort tables.
 * @throws ResultFileError as `readParquetColumns`, and for a table with a row that no export wrote.
 */
export async function readSweepsFile(path: string): Promise<readonly ComparedRun[]> {
  const open = new Map<string, OpenRun>();
  let row = 0;
  for await (const [heads, sweeps] of readParquetColumns(path, sweepsTableId, comparedColumns)) {
    for (const [index, head] of heads!.entries()) {
      row += 1;
      addRow(open, row, head, sweeps![index], path);
    }
  }
  return [...open.values()].map((run) => closeRun(run, path));
}

function addRow(
  open: Map<string, OpenRun>,
  row: number,
  head: unknown,
  sweep: unknown,
  path: string,
): void {
  if (typeof head !== 'string' || typeof sweep !== 'string') {
    throw rowError(path, row, `${comparedColumns.join(' and ')} hold no texts`);
  }
  let run = open.get(head);
  if (run === undefined) {
    run = { row, head: headOf(parseObject(head, path, row), path), sweeps: new Map() };
    open.set(head, run);
  }
  const parsed = parseObject(sweep, path, row) as Partial<ReducedSweep>;
  // As text, as nothing is known of its fields yet.
  run.sweeps.set(JSON.stringify(sweepAxes.map((name) => parsed[name])), parsed);
}

function parseObject(text: string, path: string, row: number): object {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw rowError(path, row, `is not JSON (${printable(messageOf(error), longestProblem)})`);
  }
  if (typeof json !== 'object' || json === null) throw rowError(path, row, 'holds no object');
  return json;
}

function headOf(json: object, path: string): object {
  const { reductionVersion: version, ...head } = json as { reductionVersion?: unknown };
  if (version === reductionVersion) return head;
  throw new ResultFileError(
    path,
    'was exported by another version of softmax-bench; export it again from its results',
  );
}

function closeRun({ row, head, sweeps }: OpenRun, path: string): ComparedRun {
  const run: unknown = { ...head, sweeps: [...sweeps.values()] };
  // Not parsed, which would copy every array.
  const schema = compiledSchema();
  if (!schema.validate(run)) {
    // As `validate` does, it ends with the first problem.
    const context = { reportInput: true, abortEarly: true };
    const [issue] = reducedRunSchema.safeParse(run, context).error!.issues;
    const place = issue!.path.map(String).join('.') || 'at the top';
    throw rowError(path, row, printable(`${place}: ${issue!.message}`, longestProblem));
  }
  escapeTexts(run);
  return { path, isFromTable: true, ...run };
}

function rowError(path: string, row: number, problem: string): ResultFileError {
  return new ResultFileError(path, `has a row ${row} that no export wrote: ${problem}`);
}
