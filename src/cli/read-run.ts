import type { ComparedRun } from '../compare/compared-run.js';
import type { UnusableFile } from '../compare/comparison.js';
import { reduceRun, unwantedFor } from '../compare/reduce.js';
import type { Quantity } from '../compare/series.js';
import { readStored } from '../storage/store.js';
import { SoftmaxBenchError } from '../errors.js';

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
