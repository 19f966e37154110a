import type { ComparedRun } from '../compare/compared-run.js';
import type { UnusableFile } from '../compare/comparison.js';
import { printable } from '../compare/printable.js';
import { reduceRun, unwantedFor } from '../compare/reduce.js';
import type { Quantity } from '../compare/series.js';
import { readStored } from '../document/store.js';
import { SoftmaxBenchError } from '../errors.js';
import type { Io } from './io.js';
import { findResultFiles } from './result-files.js';
import { mapInThreads } from './threads.js';

/** A file to read. */
export interface ReadRequest {
  readonly path: string;
  /** As of `reduceRun`. */
  readonly wanted: Quantity;
}

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
    for (const request of requests) yield readRun(request);
  } else {
    yield* mapInThreads<ReadRun>(new URL('./compare-thread.js', import.meta.url), requests);
  }
}

/** Reads and reduces one file; an error that is the user's to hear is its reason. */
export function readRun({ path, wanted }: ReadRequest): ReadRun {
  try {
    const { document, storedVersion } = readStored(path, unwantedFor(wanted));
    const stored = { path, schemaVersion: storedVersion };
    return { status: 'read', run: reduceRun(document, stored, wanted) };
  } catch (error) {
    if (!(error instanceof SoftmaxBenchError)) throw error;
    const reason = error.message.replaceAll(path, 'it');
    return { status: 'unusable', path, reason };
  }
}
