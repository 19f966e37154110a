import type { ComparedRun } from '../compare/compared-run.js';
import type { UnusableFile } from '../compare/comparison.js';
import { readComparedRuns } from '../compare/reduced-store.js';
import { SoftmaxBenchError } from '../errors.js';
import { printable } from '../storage/printable.js';
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
  const runs: ComparedRun[] = [];
  const unusable: UnusableFile[] = [];
  const refuse = ({ path, reason }: UnusableFile): void => {
    const file = { path: printable(path), reason: printable(reason) };
    unusable.push(file);
    io.stderr(`warning: ${file.path}: ${file.reason}\n`);
  };
  missing.forEach(refuse);
  const pathOfRun = new Map<string, string>();
  const found = await readComparedRuns(paths);
  for (const [index, path] of paths.entries()) {
    const run = found[index]!;
    if (run instanceof SoftmaxBenchError) {
      refuse({ path, reason: run.message.replaceAll(path, 'it') });
      continue;
    }
    const { runId } = run.run;
    const otherPath = pathOfRun.get(runId);
    if (run.sweeps.length === 0) refuse({ path, reason: 'no cell was measured' });
    else if (otherPath !== undefined) {
      refuse({ path, reason: `the same run as ${otherPath}, which is compared` });
    } else {
      pathOfRun.set(runId, path);
      runs.push(run);
    }
  }
  return { runs, unusable };
}
