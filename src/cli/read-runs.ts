import type { ComparedRun } from '../compare/compared-run.js';
import type { UnusableFile } from '../compare/comparison.js';
import { printable } from '../compare/printable.js';
import type { Quantity } from '../compare/series.js';
import type { Io } from './io.js';
import type { ReadRequest, ReadRun } from './read-run.js';
import { findResultFiles } from './result-files.js';
import { mapInThreads } from './threads.js';

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
 * @param wanted as of `reduceRun`.
 */
export async function readRuns(
  args: readonly string[],
  wanted: Quantity,
  io: Io,
): Promise<ReadRuns> {
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
  for await (const read of readAll(paths.map((path) => ({ path, wanted })))) {
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

async function* readAll(requests: readonly ReadRequest[]): AsyncGenerator<ReadRun> {
  if (requests.length < manyResults) {
    // Here and not above: with many, only the threads need what it loads.
    const { readRun } = await import('./read-run.js');
    for (const request of requests) yield readRun(request);
  } else {
    yield* mapInThreads<ReadRun>(new URL('./compare-thread.js', import.meta.url), requests);
  }
}
