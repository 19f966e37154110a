import type { ComparedRun } from '../compare/compared-run.js';
import type { UnusableFile } from '../compare/comparison.js';
import { readComparedRun } from '../compare/reduced-store.js';
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
  for (const path of paths) {
    const run = readOrReason(path);
    if (typeof run === 'string') {
      refuse({ path, reason: run });
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

/** The run, or in a sentence without the path why the file has none. */
function readOrReason(path: string): ComparedRun | string {
  try {
    return readComparedRun(path);
  } catch (error) {
    if (error instanceof SoftmaxBenchError) return error.message.replaceAll(path, 'it');
    throw error;
  }
}
