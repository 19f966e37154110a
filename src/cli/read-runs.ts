import type { ComparedRun } from '../compare/compared-run.js';
import type { UnusableFile } from '../compare/comparison.js';
import { readComparedRuns } from '../compare/read-compared-runs.js';
import { groupBy } from '../model/group-by.js';
import { printable } from '../printable.js';
import { isParquetPath } from '../storage/parquet-keys.js';
import { ResultFileError } from '../storage/result-file-error.js';
import type { Io } from './io.js';
import { findResultFiles } from './result-files.js';

/** What could be read of some files. */
export interface ReadRuns {
  readonly runs: readonly ComparedRun[];
  readonly unusable: readonly UnusableFile[];
}

/**
 * The runs that the arguments name. What cannot be used is named on stderr, file by file.
 * @param args files, folders and globs.
 */
export async function readRuns(args: readonly string[], io: Io): Promise<ReadRuns> {
  const { paths, unusable: missing } = await findResultFiles(args);
  const unusable: UnusableFile[] = [];
  const refuse = ({ path, reason }: UnusableFile): void => {
    const file = { path: printable(path), reason: printable(reason) };
    unusable.push(file);
    io.stderr(`warning: ${file.path}: ${file.reason}\n`);
  };
  missing.forEach(refuse);
  const runs: ComparedRun[] = [];
  for (const [path, own] of await readSomeRuns(paths)) {
    for (const run of own) {
      if (run instanceof ResultFileError) refuse({ path, reason: `it ${run.problem}` });
      else if (run.sweeps.length === 0) refuse({ path, reason: 'no cell was measured' });
      else runs.push(run);
    }
    if (own.length === 0) refuse({ path, reason: 'the table holds no run' });
  }
  const compared = new Set(
    [...groupBy(runs, ({ run }) => run.runId).values()].map((same) => {
      const [latest, ...others] = [...same].sort(latestFirst);
      for (const { path } of others) {
        refuse({ path, reason: `the same run as ${latest!.path}, which is compared` });
      }
      return latest!;
    }),
  );
  return { runs: runs.filter((run) => compared.has(run)), unusable };
}

type ReadRun = ComparedRun | ResultFileError;

/** By path, in the order of the paths: the run of a result or those of a table, or what is wrong with the file. */
export async function readSomeRuns(
  paths: readonly string[],
): Promise<ReadonlyMap<string, readonly ReadRun[]>> {
  const results = paths.filter((path) => !isParquetPath(path));
  const found = await readComparedRuns(results);
  const byPath = new Map<string, readonly ReadRun[]>(paths.map((path) => [path, []]));
  results.forEach((path, index) => byPath.set(path, [found[index]!]));
  for (const path of paths.filter(isParquetPath)) {
    byPath.set(path, await readTable(path));
  }
  return byPath;
}

async function readTable(path: string): Promise<readonly ReadRun[]> {
  // Imported when it is used: most comparisons are of results.
  const { readSweepsFile } = await import('../compare/sweeps-file.js');
  try {
    return await readSweepsFile(path);
  } catch (error) {
    if (error instanceof ResultFileError) return [error];
    throw error;
  }
}

/** Of copies of one run the complete one, else the one that was resumed most often. */
function latestFirst({ run: a }: ComparedRun, { run: b }: ComparedRun): number {
  return (
    Number(b.isComplete) - Number(a.isComplete) || b.resumedAtUtc.length - a.resumedAtUtc.length
  );
}
