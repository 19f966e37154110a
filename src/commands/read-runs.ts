import type { ComparedRun } from '../compare/compared-run.js';
import type { UnusableFile } from '../compare/comparison.js';
import { printable } from '../compare/printable.js';
import { reduceRun } from '../compare/reduce.js';
import { readStored } from '../document/store.js';
import { SoftmaxBenchError } from '../errors.js';
import type { Io } from './io.js';
import { findResultFiles } from './result-files.js';
import { mapInThreads } from './threads.js';

/** One file read: its run, or why it has none. */
export type ReadRun =
  | { readonly status: 'read'; readonly run: ComparedRun }
  | ({ readonly status: 'unusable' } & UnusableFile);

/** What could be read of some files. */
export interface ReadRuns {
  readonly runs: readonly ComparedRun[];
  readonly unusable: readonly UnusableFile[];
}

/** Fewer results are read before the threads would have started. */
const manyResults = 8;

/**
 * The runs that the arguments name, reduced one document at a time. What cannot be used is named on stderr, file
 * by file.
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
  for await (const read of readAll(paths)) {
    if (read.status === 'unusable') {
      refuse(read);
      continue;
    }
    const { path, run, series } = read.run;
    const otherPath = pathOfRun.get(run.runId);
    if (series.length === 0) refuse({ path, reason: 'no cell was measured' });
    else if (otherPath !== undefined) {
      refuse({ path, reason: `the same run as ${otherPath}, which is compared` });
    } else {
      pathOfRun.set(run.runId, path);
      runs.push(read.run);
    }
  }
  return { runs, unusable };
}

async function* readAll(paths: readonly string[]): AsyncGenerator<ReadRun> {
  if (paths.length < manyResults) {
    for (const path of paths) yield readRun(path);
  } else {
    yield* mapInThreads<ReadRun>(new URL('./compare-thread.js', import.meta.url), paths);
  }
}

/** Reads and reduces one file; an error that is the user's to hear is its reason. */
export function readRun(path: string): ReadRun {
  try {
    const { document, storedVersion } = readStored(path);
    return { status: 'read', run: reduceRun(document, { path, schemaVersion: storedVersion }) };
  } catch (error) {
    if (!(error instanceof SoftmaxBenchError)) throw error;
    const reason = error.message.replaceAll(path, 'it');
    return { status: 'unusable', path, reason };
  }
}
