import type { ComparedRun } from '../compare/compared-run.js';
import type { UnusableFile } from '../compare/comparison.js';
import { readComparedRuns } from '../compare/reduced-store.js';
import { groupBy } from '../model/group-by.js';
import { printable } from '../printable.js';
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
  const found = await readComparedRuns(paths);
  for (const [index, path] of paths.entries()) {
    const run = found[index]!;
    if (run instanceof ResultFileError) refuse({ path, reason: `it ${run.problem}` });
    else if (run.sweeps.length === 0) refuse({ path, reason: 'no cell was measured' });
    else runs.push(run);
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

/** Of copies of one run the complete one, else the one that was resumed most often. */
function latestFirst({ run: a }: ComparedRun, { run: b }: ComparedRun): number {
  return (
    Number(b.isComplete) - Number(a.isComplete) || b.resumedAtUtc.length - a.resumedAtUtc.length
  );
}
